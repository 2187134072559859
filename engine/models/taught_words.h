// Words of textual inversion (Gal et al. 2022) in a model: each stands for vectors [n,d] that take the place of token embeddings.
// Their ids follow the text encoder's vocabulary: the first word has vocab_size .. vocab_size + n - 1, the next goes on from there.
// The vectors are the very tensors that the encoder reads, so a gradient reaches them. One list per model; setting it replaces it.
// Files: `emb_params` [n,d] (kohya, A1111), or one tensor [n,d] named as the word (diffusers' learned_embeds).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/models/model.h"
#include "engine/tokenizers/prompt_pieces.h"

namespace likeness::models {

/// Error{bad_input} for vectors of another width than the encoder's.
void set_taught_words(Model& model, std::vector<WordVectors> words);

/// What set_taught_words set, as the tokenizers find it in a text.
std::vector<tokenizers::TaughtWord> words_of(const Model& model);

enum class WordFile { kohya, diffusers };
void save_word(const std::filesystem::path& file, const WordVectors& word, WordFile format);

/// A file that save_word wrote as WordFile::kohya.
at::Tensor read_word_vectors(const std::filesystem::path& file);

}  // namespace likeness::models
