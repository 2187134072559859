// CLIP's byte pair encoding in the dialect of HuggingFace's fast tokenizer: NFC, blanks collapsed, lower case, split into contractions,
// letters, single digits and the rest, UTF-8 bytes as symbols, `</w>` on the last of each piece, lowest-ranked merge first.
// Source: transformers src/transformers/convert_slow_tokenizer.py, CLIPConverter; tokenizers models/bpe/word.rs.
#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/tokenizers/tokenizer.h"

namespace likeness::tokenizers {

/// Checked: ids are unique and small, and every merge's parts and whole are in the vocabulary.
struct ClipVocabulary {
  std::unordered_map<std::string, std::int64_t> ids;
  std::vector<std::pair<std::string, std::string>> merges;  ///< best first
};

/// `what` names the file in errors (bad_input).
ClipVocabulary read_clip_vocabulary(const std::filesystem::path& vocab_json, const std::filesystem::path& merges_txt);

/// OpenAI's text: one heading line, then 48,894 merges; the vocabulary follows from them.
ClipVocabulary clip_vocabulary_of_merges(std::string_view text, const std::string& what);

class ClipBpe : public Tokenizer {
 public:
  ClipBpe(ClipVocabulary vocabulary, const Specials& specials);

  std::vector<Piece> pieces(std::string_view utf8) const override;
  std::int64_t vocabulary_size() const override { return static_cast<std::int64_t>(tokens_.size()); }

 private:
  struct Merge {
    std::size_t rank;
    std::int64_t id;
  };

  void append_word(std::string_view bytes, std::vector<Piece>& result) const;
  const Merge* find_merge(std::int64_t left, std::int64_t right) const;

  std::vector<std::string> tokens_;                     ///< by id
  std::unordered_map<std::uint64_t, Merge> merges_;     ///< by left id << 32 | right id
  std::array<std::array<std::int64_t, 2>, 256> bytes_;  ///< id of each byte, plain and at the end of a word
};

}  // namespace likeness::tokenizers
