#include "tests/engine/models/folders.h"

#include <ATen/ATen.h>

#include "tests/engine/models/golden.h"

namespace likeness::models {
namespace fs = std::filesystem;

ModelCopy::ModelCopy(const std::string& name) { fs::copy(golden::folder(name), path(), fs::copy_options::recursive); }

void ModelCopy::change_json(const std::string& file, const std::function<void(Json&)>& change) const {
  Json json = read_json_file(path() + "/" + file);
  change(json);
  write_json_file(path() + "/" + file, json);
}

void ModelCopy::change_weights(const std::string& file, const std::function<void(tensor::TensorMap&)>& change) const {
  tensor::TensorMap tensors = tensor::read_tensors(path() + "/" + file);
  change(tensors);
  tensor::write_tensors(path() + "/" + file, tensors, {{"format", "pt"}});
}

void ModelCopy::remove(const std::string& part) const { fs::remove_all(path() + "/" + part); }

Refusal refusal_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return {std::string(error_kind_name(error.kind())), error.what()};
  }
  return {};
}

}  // namespace likeness::models
