#include "engine/models/clip_files.h"

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/places.h"
#include "engine/tokenizers/clip_bpe.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_bytes = 16u << 20;
constexpr std::int64_t clip_words = 49408;
const char* const file_name = "bpe_simple_vocab_16e6.txt";
const char* const end_token = "<|endoftext|>";

bool fits(const Json& text_config, std::vector<std::string>& warnings) {
  const std::int64_t words = text_config.value("vocab_size", clip_words);
  if (words == clip_words) return true;
  warnings.push_back("The text encoder knows " + std::to_string(words) + " words, CLIP's vocabulary has " + std::to_string(clip_words) +
                     ": it cannot read prompts, only token ids.");
  return false;
}

/// OpenCLIP fills rows up with "!", which has the id 0.
std::string pad_token(const Json& text_config) { return text_config.value("hidden_act", "") == "gelu" ? "!" : end_token; }

}  // namespace

std::optional<fs::path> find_clip_vocabulary() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const fs::path& folder : {data_home(), resources_folder(), program.parent_path() / "share" / "likeness"})
    if (fs::is_regular_file(folder / "clip" / file_name, ignored)) return folder / "clip" / file_name;
  return std::nullopt;
}

std::string clip_vocabulary_hint() {
  return "The vocabulary of CLIP was not found, so this model reads token ids but no words. Lay " + std::string(file_name) + " into " +
         (data_home() / "clip").string() + ", or use the model's diffusers folder.";
}

std::shared_ptr<const tokenizers::Tokenizer> clip_tokenizer(const Json& text_config, std::vector<std::string>& warnings) {
  if (!fits(text_config, warnings)) return nullptr;
  const auto file = find_clip_vocabulary();
  if (!file) {
    warnings.push_back(clip_vocabulary_hint());
    return nullptr;
  }
  // A row is padded as the model was trained: see pad_token; a diffusers-style folder says it in its tokenizer_config.json.
  const Json settings{{"pad_token", pad_token(text_config)}};
  return tokenizers::open_vocabulary_text(read_file(*file, most_bytes), file->string(), text_config.value("max_position_embeddings", 77),
                                          settings);
}

bool write_clip_tokenizer(const fs::path& folder, const Json& text_config, std::vector<std::string>& warnings) {
  if (!fits(text_config, warnings)) return false;
  const auto file = find_clip_vocabulary();
  if (!file) {
    warnings.push_back(clip_vocabulary_hint());
    return false;
  }
  const auto vocabulary = tokenizers::clip_vocabulary_of_merges(read_file(*file, most_bytes), file->string());
  std::vector<std::string> words(vocabulary.ids.size());
  for (const auto& [word, id] : vocabulary.ids) words.at(static_cast<std::size_t>(id)) = word;
  Json ids = Json::object();
  for (std::size_t id = 0; id < words.size(); ++id) ids.push_back(Json::object_t::value_type(words[id], id));
  std::string merges = "#version: 0.2\n";
  for (const auto& [left, right] : vocabulary.merges) merges += left + " " + right + "\n";
  const std::string pad = pad_token(text_config);
  make_folders(folder);
  write_file(folder / "vocab.json", ids.dump());
  write_file(folder / "merges.txt", merges);
  const Json specials{{"bos_token", "<|startoftext|>"}, {"eos_token", end_token}, {"pad_token", pad}, {"unk_token", end_token}};
  write_json_file(folder / "special_tokens_map.json", specials);
  Json settings = specials;
  settings["add_prefix_space"] = false;
  settings["do_lower_case"] = true;
  settings["errors"] = "replace";
  settings["model_max_length"] = text_config.value("max_position_embeddings", 77);
  settings["tokenizer_class"] = "CLIPTokenizer";
  write_json_file(folder / "tokenizer_config.json", settings);
  return true;
}

}  // namespace likeness::models
