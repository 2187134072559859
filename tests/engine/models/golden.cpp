#include "tests/engine/models/golden.h"

#include <limits>

#include <ATen/ATen.h>

namespace likeness::models::golden {

std::filesystem::path folder(const std::string& name) {
  const std::filesystem::path source = LIKENESS_SOURCE_DIR;
  return name == "starter" ? source / "resources" / "starter" : source / "tests" / "golden" / name;
}

std::filesystem::path components_file(const std::string& name) {
  return std::filesystem::path(LIKENESS_SOURCE_DIR) / "tests" / "golden" / ("components-" + name + ".safetensors");
}

const Case& load(const std::string& name) {
  static std::map<std::string, Case> cases;
  const auto found = cases.find(name);
  if (found != cases.end()) return found->second;
  return cases.emplace(name, Case{name, load_model(folder(name).string(), {}), tensor::read_tensors(components_file(name))}).first->second;
}

double distance(const at::Tensor& a, const at::Tensor& b) {
  if (a.sizes() != b.sizes()) return std::numeric_limits<double>::infinity();
  return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

}  // namespace likeness::models::golden
