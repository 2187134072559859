#include "engine/models/weights.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/name_list.h"

namespace likeness::models {
namespace {

using NamesInFile = std::map<std::string, std::string>;  // our name -> the file's

NamesInFile names_in_file(Component component, const io::TensorIndex& index) {
  NamesInFile names;
  for (const auto& [file_name, entry] : index.tensors) {
    const std::string name = module_name(component, file_name);
    if (name.empty() || names.emplace(name, file_name).second) continue;
    throw Error(ErrorKind::bad_input, index.path.string() + " holds the weight " + name + " twice: as " + names[name] + " and as " +
                                          file_name + ".");
  }
  return names;
}

void check_names_and_shapes(const torch::OrderedDict<std::string, at::Tensor>& parameters, const NamesInFile& names,
                            const io::TensorIndex& index) {
  std::vector<std::string> missing, misshapen;
  for (const auto& item : parameters) {
    const auto found = names.find(item.key());
    if (found == names.end()) {
      missing.push_back(item.key());
      continue;
    }
    const auto& shape = index.tensors.at(found->second).shape;
    if (at::IntArrayRef(shape) == item.value().sizes()) continue;
    misshapen.push_back(found->second + " (" + io::shape_text(shape) + " instead of " + io::shape_text(item.value().sizes()) + ")");
  }
  if (missing.empty() && misshapen.empty()) return;
  std::string message = index.path.string() + " does not fit the model.";
  if (!missing.empty()) message += " Missing: " + name_list(missing) + ".";
  if (!misshapen.empty()) message += " Of another shape: " + name_list(misshapen) + ".";
  throw Error(ErrorKind::bad_input, message, "Its parts belong to different models, or the file is incomplete; fetch it again.");
}

}  // namespace

void load_weights(torch::nn::Module& module, Component component, const io::TensorIndex& index, const tensor::Compute& compute,
                  std::vector<std::string>& warnings) {
  const NamesInFile names = names_in_file(component, index);
  auto parameters = module.named_parameters();
  check_names_and_shapes(parameters, names, index);
  std::vector<std::string> unexpected;
  for (const auto& [name, file_name] : names) {
    if (!parameters.contains(name)) unexpected.push_back(file_name);
  }
  if (!unexpected.empty()) {
    warnings.push_back(index.path.string() + " holds weights that have no place in the model: " + name_list(unexpected) + ".");
  }
  for (auto& item : parameters) {
    const at::Tensor loaded = tensor::load(index, names.at(item.key()), compute.dtype).to(compute.device);
    item.value().set_data(loaded);
  }
}

tensor::TensorMap weights_of(const torch::nn::Module& module, c10::ScalarType dtype) {
  tensor::TensorMap weights;
  for (const auto& item : module.named_parameters()) weights.emplace(item.key(), item.value().detach().to(at::kCPU, dtype));
  return weights;
}

}  // namespace likeness::models
