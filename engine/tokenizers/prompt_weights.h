// The weights of a prompt as stable-diffusion-webui reads them: (x) is 1.1 times as strong, [x] as much weaker, (x:1.3) just that, and
// they multiply when nested; a backslash takes a bracket literally; BREAK closes a chunk. Nothing is an error: what does not fit is text.
// Source: AUTOMATIC1111/stable-diffusion-webui modules/prompt_parser.py, parse_prompt_attention.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace likeness::tokenizers {

struct WeightedText {
  std::string text;
  double weight = 1;
  bool is_break = false;  ///< text "BREAK", weight -1, whatever brackets stand around it
};

/// In order, neighbours of equal weight joined; one empty item for an empty prompt.
std::vector<WeightedText> parse_weights(std::string_view prompt);

}  // namespace likeness::tokenizers
