#include <sstream>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/models/single_file_config.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_yaml_bytes = 1u << 20;

/// The line `parameterization: "v"` of the training config that belongs to a checkpoint.
bool yaml_says_v(const fs::path& yaml) {
  std::istringstream lines(read_file(yaml, most_yaml_bytes));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t key = line.find_first_not_of(" \t");
    if (key == std::string::npos || line.compare(key, 17, "parameterization:") != 0) continue;
    const std::size_t value = line.find_first_not_of(" \t\"'", key + 17);
    return value != std::string::npos && line[value] == 'v';
  }
  return false;
}

std::string prediction_of(const io::TensorIndex& index, std::vector<std::string>& warnings) {
  if (const auto stated = index.metadata.find("modelspec.prediction_type"); stated != index.metadata.end())
    return stated->second.starts_with("v") ? "v_prediction" : "epsilon";
  const fs::path yaml = fs::path(index.path).replace_extension(".yaml");
  std::error_code ignored;
  if (fs::is_regular_file(yaml, ignored)) return yaml_says_v(yaml) ? "v_prediction" : "epsilon";
  // How long 2-base was trained (diffusers single_file_utils.py).
  const auto steps = index.metadata.find("global_step");
  if (steps != index.metadata.end() && steps->second == "875000") return "epsilon";
  warnings.push_back(index.path.string() +
                     " does not say what it predicts; v-prediction is assumed. If the pictures are noise, lay the "
                     "model's .yaml beside it, named " +
                     yaml.filename().string() + ".");
  return "v_prediction";
}

}  // namespace

Json scheduler_of_single_file(const io::TensorIndex& index, const Content& content, std::vector<std::string>& warnings) {
  const auto stated = index.metadata.find("likeness.scheduler_config");
  if (stated != index.metadata.end()) return parse_json(stated->second, index.path.string() + ", likeness.scheduler_config");
  return {{"_class_name", "DDIMScheduler"},
          {"num_train_timesteps", 1000},
          {"beta_schedule", "scaled_linear"},
          {"beta_start", 0.00085},
          {"beta_end", 0.012},
          {"timestep_spacing", "leading"},
          {"steps_offset", 1},
          {"set_alpha_to_one", false},
          {"clip_sample", false},
          {"prediction_type", content.architecture == "sd2" ? prediction_of(index, warnings) : "epsilon"}};
}

}  // namespace likeness::models
