#include "engine/io/shards.h"

#include <optional>
#include <set>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/io/checkpoint.h"

namespace likeness::io {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t max_shards = 1000;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

/// model -> model.fp16 with the variant "fp16".
std::string with_variant(const std::string& stem, const std::string& variant) { return variant.empty() ? stem : stem + "." + variant; }

/// Older and newer diffusers put the variant at different places of the index's name.
std::vector<std::string> index_names(const std::string& stem, const std::string& variant, const std::string& ending) {
  if (variant.empty()) return {stem + ending + ".index.json"};
  return {stem + ending + ".index." + variant + ".json", stem + "." + variant + ending + ".index.json"};
}

/// The index's map of tensor name to shard, turned round and checked to name plain files of this folder.
std::map<std::string, std::set<std::string>> tensors_by_shard(const fs::path& index) {
  const Json json = read_json_file(index);
  const auto map = json.is_object() ? json.find("weight_map") : json.end();
  if (map == json.end() || !map->is_object() || map->empty())
    throw Error(ErrorKind::bad_input, index.string() + " has no \"weight_map\" object naming the weight files.");
  std::map<std::string, std::set<std::string>> shards;
  for (const auto& [tensor, file] : map->items()) {
    const std::string name = file.is_string() ? file.get<std::string>() : std::string();
    if (name.empty() || name == "." || name == ".." || name.find_first_of(std::string("/\\\0", 3)) != std::string::npos)
      throw Error(ErrorKind::bad_input, index.string() + ": the weight file of \"" + tensor + "\" is \"" + name +
                                            "\"; the name of a file in this folder was expected.");
    shards[name].insert(tensor);
    if (shards.size() > max_shards) throw Error(ErrorKind::bad_input, index.string() + " names more than 1000 weight files.");
  }
  return shards;
}

void take_shard(TensorIndex& whole, TensorIndex shard, const std::set<std::string>& expected, const fs::path& index) {
  for (const std::string& name : expected)
    if (!shard.tensors.contains(name))
      throw Error(ErrorKind::bad_input,
                  shard.path.string() + " lacks the tensor \"" + name + "\" that " + index.filename().string() + " says is in it.",
                  "Fetch the model again.");
  for (auto& [name, entry] : shard.tensors) {
    if (!expected.contains(name))
      whole.warnings.push_back(shard.path.string() + ": the tensor \"" + name + "\" is not in " + index.filename().string() + ".");
    if (!whole.tensors.emplace(name, std::move(entry)).second)
      throw Error(ErrorKind::bad_input, "The tensor \"" + name + "\" is in more than one weight file of " + index.string() + ".");
  }
  whole.files.insert(whole.files.end(), shard.files.begin(), shard.files.end());
  whole.metadata.merge(shard.metadata);
  whole.warnings.insert(whole.warnings.end(), shard.warnings.begin(), shard.warnings.end());
}

TensorIndex open_shards(const fs::path& index) {
  TensorIndex whole;
  whole.path = index.parent_path();
  for (const auto& [name, tensors] : tensors_by_shard(index)) {
    const fs::path shard = index.parent_path() / name;
    if (!is_file(shard))
      throw Error(ErrorKind::bad_input, index.string() + " names " + name + ", which is not there.", "Fetch the missing file.");
    take_shard(whole, open_tensors(shard), tensors, index);
  }
  return whole;
}

std::optional<TensorIndex> open_stem(const fs::path& folder, const std::string& stem, const std::string& variant,
                                     const std::string& ending, std::vector<std::string>& looked_for) {
  const std::string single = with_variant(stem, variant) + ending;
  looked_for.push_back(single);
  if (is_file(folder / single)) return open_tensors(folder / single);
  for (const std::string& name : index_names(stem, variant, ending)) {
    looked_for.push_back(name);
    if (is_file(folder / name)) return open_shards(folder / name);
  }
  return std::nullopt;
}

[[noreturn]] void refuse_missing(const fs::path& folder, const std::vector<std::string>& looked_for) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) throw Error(ErrorKind::bad_input, "The folder " + folder.string() + " is missing.");
  std::string names;
  for (const std::string& name : looked_for) names += (names.empty() ? "" : ", ") + name;
  throw Error(ErrorKind::bad_input, "The weights are missing in " + folder.string() + "; looked for " + names + ".",
              "Fetch the model again, with all its files.");
}

}  // namespace

TensorIndex open_weights(const fs::path& folder, const std::vector<std::string>& stems, const std::vector<std::string>& variants) {
  std::vector<std::string> looked_for;
  for (const std::string& variant : variants)
    for (const std::string& stem : stems)
      if (auto index = open_stem(folder, stem, variant, ".safetensors", looked_for)) return std::move(*index);
  for (const std::string& variant : variants)
    for (const std::string& stem : stems)
      if (auto index = open_stem(folder, stem == "model" ? "pytorch_model" : stem, variant, ".bin", looked_for)) return std::move(*index);
  refuse_missing(folder, looked_for);
}

}  // namespace likeness::io
