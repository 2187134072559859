#include "engine/models/taught_words.h"

#include <cctype>
#include <utility>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/tensor/files.h"

namespace likeness::models {

namespace {

constexpr const char* kohya_name_of_vectors = "emb_params";

bool is_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte >= 0x80 || c == '_';
}

bool same_letters(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

bool stands_at(const std::string& text, std::size_t place, const std::string& word) {
  if (word.empty() || place + word.size() > text.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (!same_letters(text[place + i], word[i])) return false;
  const bool open_before = place == 0 || !is_letter(text[place - 1]);
  return open_before && (place + word.size() == text.size() || !is_letter(text[place + word.size()]));
}

void add_pieces(const tokenizers::Tokenizer& tokenizer, const std::string& text, std::vector<tokenizers::Piece>& pieces) {
  if (text.find_first_not_of(' ') == std::string::npos) return;
  const auto more = tokenizer.pieces(text);
  pieces.insert(pieces.end(), more.begin(), more.end());
}

}  // namespace

void set_taught_words(Model& model, std::vector<WordVectors> words) {
  const std::int64_t width = model.text_encoder.config().hidden_size;
  for (const WordVectors& word : words) {
    if (word.vectors.dim() == 2 && word.vectors.size(0) > 0 && word.vectors.size(1) == width) continue;
    throw Error(ErrorKind::bad_input, "The vectors of \"" + word.word + "\": expected a width of " + std::to_string(width) + ", found " +
                                          io::shape_text(word.vectors.sizes()) + ".",
                "They belong to another kind of model.");
  }
  model.words = std::move(words);
  std::vector<at::Tensor> rows;
  for (const WordVectors& word : model.words) rows.push_back(word.vectors);
  model.text_encoder.set_extra_tokens(std::move(rows));
}

std::vector<tokenizers::Piece> pieces_with_taught_words(const Model& model, const std::string& text) {
  if (model.words.empty()) return model.tokenizer->pieces(text);
  std::vector<tokenizers::Piece> pieces;
  std::size_t begin = 0;
  for (std::size_t place = 0; place < text.size(); ++place) {
    std::int64_t id = model.text_encoder.config().vocab_size;
    for (const WordVectors& word : model.words) {
      const std::int64_t count = word.vectors.size(0);
      if (stands_at(text, place, word.word)) {
        add_pieces(*model.tokenizer, text.substr(begin, place - begin), pieces);
        for (std::int64_t i = 0; i < count; ++i) pieces.push_back({.id = id + i, .text = word.word});
        begin = place + word.word.size();
        place = begin - 1;
        break;
      }
      id += count;
    }
  }
  add_pieces(*model.tokenizer, text.substr(begin), pieces);
  return pieces;
}

bool is_word_in(const std::string& text, const std::string& word) {
  for (std::size_t place = 0; place < text.size(); ++place)
    if (stands_at(text, place, word)) return true;
  return false;
}

void save_word(const std::filesystem::path& file, const WordVectors& word, WordFile format) {
  const std::string name = format == WordFile::kohya ? kohya_name_of_vectors : word.word;
  tensor::write_tensors(file, {{name, word.vectors.detach().to(at::kCPU)}}, {{"name", word.word}});
}

at::Tensor read_word_vectors(const std::filesystem::path& file) {
  return tensor::require_tensor(tensor::read_tensors(file), kohya_name_of_vectors, 2, file).to(at::kFloat);
}

}  // namespace likeness::models
