#include "engine/train/check_options.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/base/error.h"
#include "engine/models/taught_words.h"
#include "engine/train/parts.h"

namespace likeness::train {

namespace {

[[noreturn]] void refuse(std::string_view field, const std::string& expected, const std::string& found, const std::string& hint = {}) {
  throw Error(ErrorKind::bad_input, std::string(field) + ": expected " + expected + ", found " + found + ".", hint);
}

bool is_choice(std::string_view choices, std::string_view value) {
  while (true) {
    const std::size_t bar = choices.find('|');
    if (choices.substr(0, bar) == value) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
}

struct CheckField {
  template <class T>
  void operator()(const api::Field& field, const T& value) const {
    if constexpr (requires { value.has_value(); }) {
      if (value) (*this)(field, *value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!field.choices.empty() && !is_choice(field.choices, value)) refuse(field.key, "one of " + std::string(field.choices), value);
    } else if constexpr (!std::is_same_v<T, bool>) {
      const auto number = static_cast<double>(value);
      if (number >= field.minimum && number <= field.maximum) return;
      refuse(field.key, "a number from " + std::to_string(field.minimum) + " to " + std::to_string(field.maximum), std::to_string(number));
    }
  }
};

/// Zero steps mean "as many as the draws hold".
void check_numbers(api::TrainOptions options, bool draws) {
  if (draws && options.steps == 0) options.steps.reset();
  api::fields(std::as_const(options), CheckField{});
  if (!draws && !options.steps) refuse("steps", "a number", "nothing");
  if (!options.learning_rate) refuse("learning_rate", "a number", "nothing");
}

void check_parts(const api::TrainOptions& options) {
  if (!teaches_unet(options) && !teaches_text_encoder(options)) {
    refuse("train_unet, train_text_encoder", "at least one of them to be on", "neither", "Without either, nothing is taught.");
  }
  if (options.train_only != "all" && !options.unet_parts.empty()) {
    refuse("unet_parts", "nothing beside train_only", "\"" + options.unet_parts + "\"", "Either names what learns; use one of them.");
  }
  if (options.train_only != "all" && !options.train_unet) refuse("train_only", "train_unet to be on", "off");
  PartChoice(options, "unet");
  PartChoice(options, "text_encoder");
}

}  // namespace

void check_options(const api::Train& request) {
  const api::TrainOptions& options = request.options;
  check_numbers(options, !request.draws_file.empty());
  if (options.method != "textual_inversion") check_parts(options);
  if (request.run_folder.empty() && !request.dry_run) refuse("run_folder", "a folder", "nothing");
  if (!request.draws_file.empty()) return;
  if (request.photos.empty()) refuse("photos", "files or folders", "none", "Give three to five photos of your subject.");
  if (request.kind.empty()) refuse("kind", "what your subject is, such as \"dog\"", "nothing");
  if (request.token.empty()) refuse("token", "a word to call your subject by, such as \"sks\"", "nothing");
}

void check_words(const api::Train& request, const models::Model& model) {
  if (!model.tokenizer) {
    throw Error(ErrorKind::bad_input, model.folder.string() + ": the model has no tokenizer, so it cannot be taught words.",
                "Use a model folder with its tokenizer.");
  }
  const std::int64_t unknown = model.tokenizer->specials().unknown;
  const auto knows = [&](const std::string& words) {
    const auto pieces = model.tokenizer->pieces(words);
    return !pieces.empty() && std::none_of(pieces.begin(), pieces.end(), [&](const auto& piece) { return piece.id == unknown; });
  };
  if (!knows(request.kind)) {
    refuse("kind", "a word that the model knows", "\"" + request.kind + "\"", "Choose another word for what your subject is.");
  }
  const bool word = teaches_word(request.options);  // then it may be new
  if (word && tokenizers::has_word("a photo of a " + request.kind, request.token)) {
    refuse("token", "a word that is not in \"a photo of a " + request.kind + "\"", "\"" + request.token + "\"",
           "\"sks\" is a word that nothing else is called by.");
  }
  if (!word && !knows(request.token)) {
    refuse("token", "a word that the model can read", "\"" + request.token + "\"", "\"sks\" is a word that models can read.");
  }
}

}  // namespace likeness::train
