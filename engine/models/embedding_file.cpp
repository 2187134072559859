#include "engine/models/embedding_file.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/io/checkpoint.h"
#include "engine/models/name_list.h"

namespace likeness::models {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why, const std::string& hint = "") {
  throw Error(ErrorKind::bad_input, file.string() + ": " + why, hint);
}

bool is_bundled(const std::string& name) { return name.starts_with("bundle_emb.") && name.ends_with(".clip_l"); }

/// Names that hold the vectors, most telling layout first.
std::vector<std::string> names_of_vectors(const tensor::TensorMap& tensors) {
  const auto matching = [&](auto&& fits) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : tensors)
      if (fits(name)) names.push_back(name);
    return names;
  };
  for (const char* known : {"emb_params", "emp_params"})
    if (tensors.contains(known)) return {known};
  auto names = matching([](const std::string& name) { return name.starts_with("string_to_param."); });
  if (names.empty()) names = matching(is_bundled);
  if (names.empty()) names = matching([](const std::string& name) { return !name.ends_with("_out"); });
  return names.empty() ? matching([](const std::string&) { return true; }) : names;
}

void check_vectors(const at::Tensor& vectors, const std::string& name, const EmbeddingRoom& room, const std::filesystem::path& file) {
  const std::string shape = io::shape_text(vectors.sizes());
  if (!vectors.is_floating_point()) refuse(file, name + ": expected floating-point numbers, found " + std::string(vectors.dtype().name()));
  if (vectors.dim() != 1 && vectors.dim() != 2) refuse(file, name + ": expected vectors [n, " + std::to_string(room.width) + "], found the shape " + shape);
  const std::int64_t count = vectors.dim() == 1 ? 1 : vectors.size(0);
  if (vectors.size(-1) != room.width)
    refuse(file, name + ": expected vectors of " + std::to_string(room.width) + " numbers for this model, found the shape " + shape,
           "Choose an embedding that was made for this kind of model.");
  if (count < 1 || count > room.vectors)
    refuse(file, name + ": expected 1 to " + std::to_string(room.vectors) + " vectors, as many as a row of words holds, found " +
                     std::to_string(count));
  if (!at::isfinite(vectors).all().item<bool>()) refuse(file, name + ": some numbers are not finite");
}

}  // namespace

at::Tensor embedding_vectors(const tensor::TensorMap& tensors, const EmbeddingRoom& room, const std::filesystem::path& file,
                             std::vector<std::string>& warnings) {
  const bool pair = std::any_of(tensors.begin(), tensors.end(), [](const auto& entry) {
    return entry.first == "clip_g" || (entry.first.starts_with("bundle_emb.") && entry.first.ends_with(".clip_g"));
  });
  if (pair)
    throw Error(ErrorKind::unsupported, file.string() + " is an embedding for Stable Diffusion XL (it holds clip_g), which Likeness does not run.",
                "Choose one made for Stable Diffusion 1.x or 2.x.");
  const std::vector<std::string> names = names_of_vectors(tensors);
  if (names.empty()) refuse(file, "it holds no tensor, so it is no embedding");
  if (names.size() > 1) refuse(file, "an embedding holds the vectors of one word; this file holds " + name_list(names));
  const at::Tensor& vectors = tensors.at(names[0]);
  check_vectors(vectors, names[0], room, file);
  std::vector<std::string> others;
  for (const auto& [name, tensor] : tensors)
    if (name != names[0] && !is_bundled(names[0])) others.push_back(name);
  if (!others.empty()) warnings.push_back(file.string() + ": only " + names[0] + " is used; not used: " + name_list(others) + ".");
  return vectors.to(at::kFloat).reshape({-1, room.width});
}

at::Tensor read_embedding(const std::filesystem::path& file, const EmbeddingRoom& room, std::vector<std::string>& warnings) {
  return embedding_vectors(tensor::load_all(io::open_tensors(file)), room, file, warnings);
}

}  // namespace likeness::models
