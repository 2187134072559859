// Prompts that change while the picture is made: [a:b:0.4] swaps, [a:0.4] comes later, [a::0.4] goes, [a|b] takes turns, all nested; and
// prompts made of parts, "a AND b :0.7". What does not fit is text. A number with a point is a share of the steps, others are steps.
// Source: AUTOMATIC1111/stable-diffusion-webui modules/prompt_parser.py (its grammar, get_learned_conditioning_prompt_schedules,
// get_multicond_prompt_list). Here a | outside of [a|b] is text, where there it makes the whole prompt text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace likeness::tokenizers {

struct TimedText {
  int until_step = 0;  ///< counted from 1, included
  std::string text;
};

struct Steps {
  int count = 0;
  int first_pass = 0;  ///< in a second pass, the steps of the first: then 1.5 is the middle of this one, and steps count on
};

/// In the order of their steps; the last one ends with the last step.
std::vector<TimedText> prompt_schedule(std::string_view prompt, Steps steps);

struct PromptPart {
  std::string text;
  double weight = 1;
};

/// One part of weight 1, the whole prompt, where there is no AND.
std::vector<PromptPart> split_and(std::string_view prompt);

}  // namespace likeness::tokenizers
