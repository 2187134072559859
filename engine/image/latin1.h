// Latin-1, in which PNG keeps its older texts, to UTF-8 and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace likeness::image {

std::string latin1_to_utf8(std::string_view latin1);

/// Nothing when a character has no place in Latin-1 or the bytes are not UTF-8.
std::optional<std::string> utf8_to_latin1(std::string_view utf8);

}  // namespace likeness::image
