// UTF-16, in which EXIF keeps comments, to UTF-8 and back. Half a surrogate pair and broken UTF-8 become U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace likeness::image {

/// One character behind a text.
void append_utf8(std::string& text, std::uint32_t code);

enum class ByteOrder { big, little };

std::string utf8_to_utf16_be(std::string_view utf8);

/// A byte order mark decides; without one, writers disagree with their own EXIF block's order, so the order whose high bytes are
/// more often zero is taken, and `otherwise` where neither is.
std::string utf16_to_utf8(std::string_view bytes, ByteOrder otherwise);

}  // namespace likeness::image
