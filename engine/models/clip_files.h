// The vocabulary of CLIP that a model in a single file lacks. It ships beside the program (clip/bpe_simple_vocab_16e6.txt, fetched when
// Likeness is installed from the open-clip-torch package, MIT) or lies in the user's data folder at the same place.
// Errors of the readers: bad_input.
// Source: openai/CLIP clip/bpe_simple_vocab_16e6.txt.gz; transformers CLIPTokenizer (file formats).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "engine/base/json.h"
#include "engine/tokenizers/tokenizer.h"

namespace likeness::models {

/// Nothing when it is in none of the places.
std::optional<std::filesystem::path> find_clip_vocabulary();

/// What to do where it is missing: one sentence.
std::string clip_vocabulary_hint();

/// Null when there is none, or when the text encoder is of another vocabulary; the reason goes to `warnings`.
std::shared_ptr<const tokenizers::Tokenizer> clip_tokenizer(const Json& text_config, std::vector<std::string>& warnings);

/// vocab.json, merges.txt, tokenizer_config.json and special_tokens_map.json; nothing and false when clip_tokenizer would be null.
bool write_clip_tokenizer(const std::filesystem::path& folder, const Json& text_config, std::vector<std::string>& warnings);

}  // namespace likeness::models
