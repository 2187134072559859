#include "engine/tokenizers/tokenizer.h"

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/json.h"
#include "engine/tokenizers/clip_bpe.h"
#include "engine/tokenizers/sentence_piece.h"

namespace likeness::tokenizers {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t usual_length = 77;
constexpr std::int64_t max_length = 1 << 16;
constexpr std::size_t max_vocabulary_bytes = 64u << 20;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

/// An absent file is an empty object.
Json read_settings(const fs::path& file) {
  if (!is_file(file)) return Json::object();
  Json json = read_json_file(file);
  if (!json.is_object()) throw Error(ErrorKind::bad_input, file.string() + " is not a JSON object.");
  return json;
}

/// tokenizer_config.json, with special_tokens_map.json over it as transformers lays it for files without added_tokens_decoder.
Json settings_of(const fs::path& folder) {
  Json settings = read_settings(folder / "tokenizer_config.json");
  if (!settings.contains("added_tokens_decoder")) settings.update(read_settings(folder / "special_tokens_map.json"));
  return settings;
}

/// A token's spelling, given as text or as {"content": text}.
std::string token_text(const Json& settings, const std::string& name, const std::string& usual) {
  const auto found = settings.find(name);
  if (found == settings.end()) return usual;
  if (found->is_string()) return found->get<std::string>();
  return found->is_object() && found->contains("content") && found->at("content").is_string() ? found->at("content").get<std::string>()
                                                                                              : usual;
}

std::int64_t row_length(const Json& settings, std::int64_t text_length) {
  if (text_length > 0) return text_length;
  // transformers writes 10^30 for "no limit".
  const auto own = settings.find("model_max_length");
  if (own == settings.end() || !own->is_number_integer()) return usual_length;
  const auto length = own->get<std::int64_t>();
  return length > 2 && length <= max_length ? length : usual_length;
}

Specials clip_specials(const ClipVocabulary& vocabulary, const Json& settings, std::int64_t text_length, const std::string& what) {
  const auto id_of = [&](const std::string& name, const std::string& usual) {
    const std::string token = token_text(settings, name, usual);
    const auto found = vocabulary.ids.find(token);
    if (found == vocabulary.ids.end())
      throw Error(ErrorKind::bad_input, what + " has no token \"" + token + "\", which is the tokenizer's " + name + ".");
    return found->second;
  };
  const std::string end = "<|endoftext|>";
  const auto comma = vocabulary.ids.find(",</w>");
  return {.start = id_of("bos_token", "<|startoftext|>"),
          .end = id_of("eos_token", end),
          .pad = id_of("pad_token", end),
          .unknown = id_of("unk_token", end),
          .comma = comma != vocabulary.ids.end() ? comma->second : -1,
          .length = row_length(settings, text_length)};
}

std::unique_ptr<Tokenizer> open_clip(const fs::path& vocab, std::int64_t text_length) {
  const fs::path merges = vocab.parent_path() / "merges.txt";
  if (!is_file(merges))
    throw Error(ErrorKind::bad_input, merges.string() + " is missing; it belongs to " + vocab.filename().string() + ".");
  ClipVocabulary vocabulary = read_clip_vocabulary(vocab, merges);
  const Specials specials = clip_specials(vocabulary, settings_of(vocab.parent_path()), text_length, vocab.string());
  return std::make_unique<ClipBpe>(std::move(vocabulary), specials);
}

std::unique_ptr<Tokenizer> open_sentence_piece(const fs::path& model, std::int64_t text_length) {
  const Json settings = settings_of(model.parent_path());
  const auto lower = settings.find("do_lower_case");
  auto tokenizer = std::make_unique<SentencePiece>(model, lower != settings.end() && lower->is_boolean() && lower->get<bool>());
  Specials specials = tokenizer->specials();
  specials.comma = tokenizer->id_of_word(",").value_or(-1);
  specials.length = row_length(settings, text_length);
  const auto replace = [&](std::int64_t& id, const std::string& name) {
    const std::string token = token_text(settings, name, {});
    if (const std::int64_t stated = token.empty() ? -1 : tokenizer->id_of_piece(token); stated >= 0) id = stated;
  };
  replace(specials.end, "eos_token");
  replace(specials.pad, "pad_token");
  replace(specials.unknown, "unk_token");
  tokenizer->set_specials(specials);
  return tokenizer;
}

}  // namespace

void check_text_length(std::string_view utf8) {
  if (utf8.size() > max_text_bytes)
    throw Error(ErrorKind::bad_input,
                "The text has " + std::to_string(utf8.size()) + " bytes; at most " + std::to_string(max_text_bytes) + " can be read.");
}

std::optional<std::int64_t> Tokenizer::id_of_word(std::string_view word) const {
  const std::vector<Piece> parts = pieces(word);
  if (parts.size() != 1 || parts[0].id == specials_.unknown) return std::nullopt;
  return parts[0].id;
}

std::unique_ptr<Tokenizer> open_tokenizer(const fs::path& folder, std::int64_t text_length) {
  if (is_file(folder / "vocab.json")) return open_clip(folder / "vocab.json", text_length);
  if (is_file(folder / "spiece.model")) return open_sentence_piece(folder / "spiece.model", text_length);
  throw Error(ErrorKind::bad_input,
              "The tokenizer is missing: " + folder.string() + " holds neither vocab.json and merges.txt nor spiece.model.",
              "Fetch the model again, with its tokenizer folder.");
}

std::unique_ptr<Tokenizer> open_vocabulary(const fs::path& file, std::int64_t text_length) {
  const std::string bytes = read_file(file, max_vocabulary_bytes);
  if (bytes.starts_with("\x1f\x8b"))
    throw Error(ErrorKind::unsupported, file.string() + " is packed with gzip.", "Unpack it first: gunzip.");
  const auto start = bytes.find_first_not_of(" \t\r\n");
  if (start != std::string::npos && bytes[start] == '{' && file.extension() != ".model") return open_clip(file, text_length);
  // A SentencePiece model starts with the tag of its first piece, which is the byte of a line feed.
  if (file.extension() == ".model" || bytes.starts_with('\n')) return open_sentence_piece(file, text_length);
  return open_vocabulary_text(bytes, file.string(), text_length);
}

std::unique_ptr<Tokenizer> open_vocabulary_text(std::string_view merges, const std::string& what, std::int64_t text_length,
                                                const Json& settings) {
  ClipVocabulary vocabulary = clip_vocabulary_of_merges(merges, what);
  const Specials specials = clip_specials(vocabulary, settings, text_length, what);
  return std::make_unique<ClipBpe>(std::move(vocabulary), specials);
}

}  // namespace likeness::tokenizers
