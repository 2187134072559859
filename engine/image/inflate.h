// zlib and gzip data to bytes, never more than a limit: a small file cannot fill the memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace likeness::image {

/// Zlib or gzip, told apart by the header. Nothing when the data is damaged, cut short or longer than `max_bytes` unpacked.
std::optional<std::string> inflate_bytes(std::string_view packed, std::size_t max_bytes);

}  // namespace likeness::image
