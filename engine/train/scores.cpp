#include "engine/train/scores.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include <ATen/ATen.h>

#include "engine/generate/class_pictures.h"

namespace likeness::train {

namespace {

bool in_word(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return std::isalnum(byte) != 0 || byte >= 0x80 || letter == '_' || letter == '-';
}

std::set<std::string> words_in(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char letter : text + " ") {
    if (in_word(letter)) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

/// Where the whole word stands; npos: nowhere.
std::size_t place_of(const std::string& prompt, const std::string& token) {
  if (token.empty()) return std::string::npos;
  for (std::size_t at = prompt.find(token); at != std::string::npos; at = prompt.find(token, at + 1)) {
    const std::size_t end = at + token.size();
    if ((at == 0 || !in_word(prompt[at - 1])) && (end == prompt.size() || !in_word(prompt[end]))) return at;
  }
  return std::string::npos;
}

}  // namespace

api::Scores score_pictures(const Instrument& instrument, const LikenessScale& scale, const ScoredPictures& pictures,
                           at::Generator& generator) {
  const Features subject = picture_features(instrument, pictures.subject);
  api::Scores scores;
  scores.likeness = mean_with_interval(scale.likeness(subject), generator);
  scores.copying = mean_with_interval(scale.copying(subject), generator);
  scores.diversity = scale.diversity(subject, generator);
  std::vector<double> helped;
  for (std::size_t i = 0; i < pictures.words.size(); ++i)
    if (pictures.words[i].defined())
      helped.push_back(words_help(instrument, pictures.subject.narrow(0, static_cast<std::int64_t>(i), 1), pictures.words[i],
                                  pictures.kind_words));
  scores.prompt_following = mean_with_interval(helped, generator);
  if (pictures.class_pictures.defined())
    scores.prior_drift = mean_with_interval(scale.likeness(picture_features(instrument, pictures.class_pictures)), generator);
  return scores;
}

at::Tensor words_of(const models::Model& model, const std::string& prompt) {
  const at::NoGradGuard no_grad;
  return generate::encode_text(model, generate::token_rows(model, {prompt}), 1).detach();
}

bool has_word(const std::string& prompt, const std::string& token) { return place_of(prompt, token) != std::string::npos; }

std::string without_word(const std::string& prompt, const std::string& token) {
  std::string text = prompt;
  for (std::size_t at = place_of(text, token); at != std::string::npos; at = place_of(text, token)) {
    const bool blank_follows = at + token.size() < text.size() && text[at + token.size()] == ' ';
    text.erase(at, token.size() + (blank_follows ? 1 : 0));
  }
  return text;
}

bool says_more_than_kind(const std::string& prompt, const std::string& kind) {
  std::set<std::string> plain = words_in(generate::class_prompt(kind));
  plain.insert({"a", "an", "the"});
  const std::set<std::string> words = words_in(prompt);
  return std::any_of(words.begin(), words.end(), [&plain](const std::string& word) { return !plain.contains(word); });
}

}  // namespace likeness::train
