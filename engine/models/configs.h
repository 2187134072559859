// config.json of each component of a diffusers folder to the shape that the model is built from. Every field is honoured, known to
// change nothing, refused (Error{unsupported} with field and value) or unknown (one line in `warnings`).
// Errors also: bad_input for hostile or contradictory values, naming file, field, expected and found.
// Source: transformers CLIPTextConfig; diffusers UNet2DConditionModel and AutoencoderKL, their constructors' arguments and defaults.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/models/config_shapes.h"

namespace likeness::models {

ClipTextConfig read_text_config(const Json& json, const std::filesystem::path& file, std::vector<std::string>& warnings);
UNetConfig read_unet_config(const Json& json, const std::filesystem::path& file, std::vector<std::string>& warnings);
VaeConfig read_vae_config(const Json& json, const std::filesystem::path& file, std::vector<std::string>& warnings);

}  // namespace likeness::models
