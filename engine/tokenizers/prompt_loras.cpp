#include "engine/tokenizers/prompt_loras.h"

#include <array>

#include "engine/base/error.h"
#include "engine/tokenizers/prompt_text.h"

namespace likeness::tokenizers {
namespace {

/// "<lora:" or another beginning of a tag; empty when the text has none.
std::string_view beginning(std::string_view text) {
  constexpr std::array<std::string_view, 3> beginnings{"<lora:", "<lyco:", "<hypernet:"};
  for (const std::string_view known : beginnings)
    if (text.starts_with(known)) return known;
  return {};
}

/// "name:0.8": split at the last colon where a number follows.
LoraTag tag_of(std::string_view value) {
  const std::size_t colon = value.rfind(':');
  const auto strength = colon == std::string_view::npos ? std::nullopt : prompt_number(trimmed(value.substr(colon + 1)));
  return strength ? LoraTag{std::string(trimmed(value.substr(0, colon))), *strength} : LoraTag{std::string(trimmed(value))};
}

}  // namespace

std::size_t tag_length(std::string_view text) {
  if (beginning(text).empty()) return 0;
  const std::size_t end = text.find('>');
  return end == std::string_view::npos ? 0 : end + 1;
}

TaggedPrompt take_loras(std::string_view prompt) {
  TaggedPrompt result;
  for (std::size_t at = 0; at < prompt.size();) {
    const std::size_t length = prompt[at] == '<' ? tag_length(prompt.substr(at)) : 0;
    if (length == 0) {
      result.text += prompt[at++];
      continue;
    }
    const std::string_view tag = prompt.substr(at, length), start = beginning(tag);
    if (start == "<hypernet:")
      throw Error(ErrorKind::unsupported, "prompt: " + std::string(tag) + " asks for a hypernetwork, which Likeness does not read.",
                  "Take it out of the prompt.");
    result.loras.push_back(tag_of(tag.substr(start.size(), length - start.size() - 1)));
    at += length;
  }
  return result;
}

}  // namespace likeness::tokenizers
