// The generation parameters that A1111 writes into pictures, as text (stable-diffusion-webui, modules/infotext_utils.py):
// prompt, "Negative prompt: ..." and a last line "Key: value, Key: value"; that line needs three pairs to count.
// Values stay text as they stand; only quoted ones (a comma, colon or newline inside) are unquoted. Never throws on odd text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace likeness::image {

struct Infotext {
  std::string prompt;
  std::string negative_prompt;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< in the text's order: {"Steps", "20"} ...
};

/// nullopt when the key is not there.
std::optional<std::string> parameter(const Infotext& infotext, std::string_view key);

/// parse_infotext of the result gives the same again, as far as the format can hold it: blanks around lines are lost.
std::string format_infotext(const Infotext& infotext);

Infotext parse_infotext(std::string_view text);

}  // namespace likeness::image
