// LoRAs named in a prompt, <lora:name> or <lora:name:0.8> (<lyco:...> is the same), and the prompt without them.
// Source: AUTOMATIC1111/stable-diffusion-webui modules/extra_networks.py. Error{unsupported} for <hypernet:...>, by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace likeness::tokenizers {

struct LoraTag {
  std::string name;  ///< or a path
  double strength = 1;
};

struct TaggedPrompt {
  std::string text;
  std::vector<LoraTag> loras;
};

TaggedPrompt take_loras(std::string_view prompt);

/// Length of the tag that `text` starts with; 0 when it starts with none.
std::size_t tag_length(std::string_view text);

}  // namespace likeness::tokenizers
