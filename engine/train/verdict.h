// The verdict on a finished run: each line is computed from figures or from the files as they lie on the disk, and each can fail.
// Pictures are compared by picture_distance: root mean square over the colours of 32 x 32 area averages, in levels of 0..255.
// Distances are judged against the model's own spread (how far its pictures of the kind lie from one another) and the subject's.
// Errors of the files become failed lines, never exceptions; Cancelled passes through.
#pragma once

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/api/job_context.h"
#include "engine/generate/generate.h"
#include "engine/models/model.h"
#include "engine/train/probe.h"

namespace likeness::train {

inline constexpr int pictures_of_the_verdict = 4;  // of each kind, at once

struct Evidence {
  std::int64_t steps_asked = 0;
  std::int64_t steps_done = 0;
  std::string trouble;                 // why the run stopped early: a sentence, or empty
  ProbeLosses probe_at_start;          // NaN: the run has no probe
  ProbeLosses probe_at_end;
  std::vector<std::string> parts;      // trained ones: "unet", "text_encoder"
  std::string word;                    // a new one, with its file and its vectors before the first step
  bool word_alone = false;             // textual inversion: nothing else may change
  std::string word_file;
  at::Tensor word_start;
  const models::Model* learnt = nullptr;  // in memory, LoRA merged
  api::Generate base;                  // the untouched model; sampling and compute as for samples, no prompts
  api::Generate taught;                // the same with the final checkpoint's files
  std::string subject_prompt;          // both empty where no pictures are made (draws)
  std::string class_prompt;
};

api::Verdict judge(const Evidence& evidence, const generate::Recipe& recipe, api::JobContext& context);

double picture_distance(const api::Pixels& one, const api::Pixels& other);

/// Mean distance between pictures of the same place in two lists.
double mean_distance(const std::vector<api::SharedPixels>& one, const std::vector<api::SharedPixels>& other);

/// Mean distance between the different pictures of a list.
double spread(const std::vector<api::SharedPixels>& pictures);

api::VerdictCheck judge_token(const std::vector<api::SharedPixels>& with_token, const std::vector<api::SharedPixels>& without,
                              double model_spread);
/// The kind may move by part of the way to the subject, or of its own spread where the subject looks like any of its kind.
api::VerdictCheck judge_class(const std::vector<api::SharedPixels>& before, const std::vector<api::SharedPixels>& after,
                              const std::vector<api::SharedPixels>& subject);

}  // namespace likeness::train
