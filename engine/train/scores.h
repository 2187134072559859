// Pictures of a taught subject against its photos, by the untouched model: api::Scores. Pictures come as latents, words as hidden states.
// Errors: none of its own; what cannot be measured (no class pictures, prompts that say no more than the kind) stays NaN.
#pragma once

#include <string>
#include <vector>

#include "engine/models/model.h"
#include "engine/train/likeness_scale.h"

namespace likeness::train {

struct ScoredPictures {
  at::Tensor subject;              // [N,c,h,w] scaled latents
  std::vector<at::Tensor> words;   // of each of these: its prompt [1,L,d] without the taught word; undefined: it says no more than the kind
  at::Tensor kind_words;           // the kind's prompt [1,L,d]
  at::Tensor class_pictures;       // [M,c,h,w]; undefined: none
};

api::Scores score_pictures(const Instrument& instrument, const LikenessScale& scale, const ScoredPictures& pictures,
                           at::Generator& generator);

/// Hidden states [1,L,d] of a prompt as it stands.
at::Tensor words_of(const models::Model& model, const std::string& prompt);

/// "a photo of sks dog on the moon" -> "a photo of dog on the moon".
std::string without_word(const std::string& prompt, const std::string& token);
bool has_word(const std::string& prompt, const std::string& token);

/// Whether the prompt asks for anything beyond a photo of the kind.
bool says_more_than_kind(const std::string& prompt, const std::string& kind);

}  // namespace likeness::train
