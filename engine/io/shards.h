// The weights of one component of a diffusers folder: a single file, its fp16 variant, or shards with their index; safetensors first,
// then PyTorch's .bin (pytorch_model.bin for the stem "model")
// (names: diffusers src/diffusers/utils/constants.py, models/model_loading_utils.py).
// Errors: bad_input, naming everything that was looked for; a shard that is missing, outside the folder or contradicts the index.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/io/tensor_index.h"

namespace likeness::io {

/// The variants in the order of preference: the plain file, then `<stem>.fp16.safetensors`.
inline const std::vector<std::string> usual_variants = {"", "fp16"};

/// `stems` in the order of preference, e.g. {"model", "diffusion_pytorch_model"}. Shards become one index.
TensorIndex open_weights(const std::filesystem::path& folder, const std::vector<std::string>& stems,
                         const std::vector<std::string>& variants = usual_variants);

}  // namespace likeness::io
