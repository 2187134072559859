// From prompts, or complete rows of token ids, to what the UNet is conditioned on at each step.
// A prompt may change over the steps and have parts (AND); each text is encoded in rows of its own, the rows stand side by side, and all
// texts of a picture have as many rows. Weights multiply the hidden states of a row, whose mean is then put back (A1111's "Original").
// Source: AUTOMATIC1111/stable-diffusion-webui modules/prompt_parser.py, sd_hijack_clip.py, sd_emphasis.py.
#pragma once

#include <map>
#include <utility>

#include "engine/generate/generate.h"
#include "engine/generate/taught_words.h"
#include "engine/generate/wording.h"
#include "engine/tokenizers/prompt_schedule.h"

namespace likeness::generate {

struct TimedContext {
  int until_step = 0;  // counted from 0, included, as A1111 counts them; the last one goes on to the end
  at::Tensor context;  // [1,L,d]
};

struct ConditionPart {
  std::vector<TimedContext> contexts;
  double weight = 1;
};

/// What one picture is conditioned on.
struct Condition {
  Wording wording;
  std::vector<ConditionPart> parts;
  std::vector<TimedContext> unconditional;  // empty when guidance is 1 and there is one part of weight 1
};

/// `step` counts from 0.
StepContext context_at(const Condition& condition, int step);

/// Makes the conditions of one request's pictures. Errors: bad_input for no prompt, for a damaged or unfitting ids file (naming file and
/// tensor); usage for ids together with prompts; those of taught_words.h.
class Conditions {
 public:
  /// `steps` of a picture.
  Conditions(const api::Generate& request, const models::Model& model, int steps);

  /// Prompts, or rows of the ids file.
  std::size_t prompts() const;

  /// Of each picture in the request's order, the seeds counting on from `seed`. Reads the embeddings that they use.
  std::vector<Wording> wordings(int pictures_per_prompt, std::int64_t seed, api::JobContext& context);

  /// Of the prompt (or row of ids) with that index.
  Condition make(std::size_t prompt, const Wording& wording);

  /// After the model's weights have changed.
  void forget() { encoded_.clear(); }

 private:
  Condition of_ids(std::int64_t row) const;
  std::vector<TimedContext> contexts_of(const std::vector<tokenizers::TimedText>& texts, std::size_t rows);
  std::size_t rows_of(const std::vector<tokenizers::TimedText>& texts) const;
  at::Tensor encoded(const std::string& text, std::size_t rows);

  const api::Generate& request_;
  const models::Model& model_;
  int steps_;
  at::Tensor ids_, negative_ids_;  // [P,L], [1 or P,L]; undefined for prompts
  TaughtWords taught_;
  std::map<std::pair<std::string, std::size_t>, at::Tensor> encoded_;  // by text and rows
};

}  // namespace likeness::generate
