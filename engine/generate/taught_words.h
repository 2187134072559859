// Words with vectors of their own (textual inversion): those a request names, and those in the data folder that its texts use.
// Errors: those of models/embedding_file.h; bad_input for a word that the model's vocabulary has already, or that is given twice.
#pragma once

#include <span>

#include <ATen/core/Tensor.h>

#include "engine/api/job_context.h"
#include "engine/models/model.h"
#include "engine/tokenizers/prompt_pieces.h"

namespace likeness::generate {

struct TaughtWords {
  std::vector<tokenizers::TaughtWord> words;
  at::Tensor vectors;  // [n,d] of the ids from the vocabulary's size on; undefined where only the model's own words are used
};

/// `texts` are what the pictures will be made of.
TaughtWords taught_words(const models::Model& model, const std::vector<api::EmbeddingUse>& embeddings, std::span<const std::string> texts,
                         api::JobContext& context);

/// The vectors of a request's embeddings alone, for the component verbs: `tokenizer` may be null, `width` is the text encoder's.
TaughtWords read_taught_words(const std::vector<api::EmbeddingUse>& embeddings, const tokenizers::Tokenizer* tokenizer,
                              const models::ClipTextConfig& config, std::vector<std::string>& warnings);

}  // namespace likeness::generate
