#include "engine/models/components.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/io/shards.h"
#include "engine/models/single_file.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

template <class ModelType, class Config>
ModelType loaded(Component component, const Config& config, const fs::path& folder, const tensor::Compute& compute,
                 std::vector<std::string>& warnings) {
  const io::TensorIndex index = component_weights(folder, component);
  warnings.insert(warnings.end(), index.warnings.begin(), index.warnings.end());
  ModelType model(config);
  load_weights(model.module(), component, index, compute, warnings);
  model.module().eval();
  return model;
}

}  // namespace

std::string component_name(Component component) {
  switch (component) {
    case Component::text_encoder: return "text_encoder";
    case Component::unet: return "unet";
    default: return "vae";
  }
}

fs::path component_folder(const fs::path& model_folder, Component component) {
  const bool part_itself = !fs::exists(model_folder / "model_index.json") && !fs::exists(model_folder / component_name(component)) &&
                           fs::exists(model_folder / "config.json");
  return part_itself ? model_folder : model_folder / component_name(component);
}

fs::path config_file(const fs::path& model_folder, Component component) {
  return fs::is_regular_file(model_folder) ? model_folder : component_folder(model_folder, component) / "config.json";
}

Json component_config(const fs::path& model_folder, Component component) {
  if (fs::is_regular_file(model_folder)) return single_file_config(open_single_file(model_folder), component);
  const fs::path file = config_file(model_folder, component);
  if (!fs::is_regular_file(file)) {
    throw Error(ErrorKind::bad_input, model_folder.string() + " lacks its " + component_name(component) + ": " + file.string() +
                                          " is not there.", "The copy or download is not complete; fetch the model again.");
  }
  return read_json_file(file);
}

io::TensorIndex component_weights(const fs::path& model_folder, Component component) {
  if (fs::is_regular_file(model_folder)) return single_file_weights(open_single_file(model_folder), component);
  const fs::path folder = component_folder(model_folder, component);
  if (component == Component::text_encoder) return io::open_weights(folder, {"model"});
  return io::open_weights(folder, {"diffusion_pytorch_model"});
}

tensor::Compute vae_compute(const VaeConfig& config, tensor::Compute compute) {
  if (config.force_upcast && compute.dtype == at::kHalf) compute.dtype = at::kFloat;
  return compute;
}

ClipTextModel load_text_encoder_from(const fs::path& model_folder, const Json& config, const tensor::Compute& compute,
                                     std::vector<std::string>& warnings) {
  const auto shape = read_text_config(config, config_file(model_folder, Component::text_encoder), warnings);
  return loaded<ClipTextModel>(Component::text_encoder, shape, model_folder, compute, warnings);
}

UNet2DConditionModel load_unet_from(const fs::path& model_folder, const Json& config, const tensor::Compute& compute,
                                    std::vector<std::string>& warnings) {
  const auto shape = read_unet_config(config, config_file(model_folder, Component::unet), warnings);
  return loaded<UNet2DConditionModel>(Component::unet, shape, model_folder, compute, warnings);
}

AutoencoderKL load_vae_from(const fs::path& model_folder, const Json& config, const tensor::Compute& compute,
                            std::vector<std::string>& warnings) {
  const auto shape = read_vae_config(config, config_file(model_folder, Component::vae), warnings);
  return loaded<AutoencoderKL>(Component::vae, shape, model_folder, vae_compute(shape, compute), warnings);
}

}  // namespace likeness::models
