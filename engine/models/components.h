// One component of a model: where its files are, and loading it. Used by load_model, the component loaders, convert and describe.
// `model_folder` is a diffusers folder, a model in a single file, or the folder of the one component.
// Errors: those of configs.h, weights.h and io::open_weights; bad_input naming the folder when the component is not there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/models/configs.h"
#include "engine/models/text_encoder.h"
#include "engine/models/unet.h"
#include "engine/models/vae.h"
#include "engine/models/weights.h"

namespace likeness::models {

/// "text_encoder", "unet", "vae": the folder, and the word in messages.
std::string component_name(Component component);

std::filesystem::path component_folder(const std::filesystem::path& model_folder, Component component);

/// config.json of a component, as it stands; of a single file, as its shapes tell.
Json component_config(const std::filesystem::path& model_folder, Component component);
io::TensorIndex component_weights(const std::filesystem::path& model_folder, Component component);
std::filesystem::path config_file(const std::filesystem::path& model_folder, Component component);

/// The dtype of a VAE that asks for float32 where the rest is float16.
tensor::Compute vae_compute(const VaeConfig& config, tensor::Compute compute);

ClipTextModel load_text_encoder_from(const std::filesystem::path& model_folder, const Json& config, const tensor::Compute& compute,
                                     std::vector<std::string>& warnings);
UNet2DConditionModel load_unet_from(const std::filesystem::path& model_folder, const Json& config, const tensor::Compute& compute,
                                    std::vector<std::string>& warnings);
AutoencoderKL load_vae_from(const std::filesystem::path& model_folder, const Json& config, const tensor::Compute& compute,
                            std::vector<std::string>& warnings);

}  // namespace likeness::models
