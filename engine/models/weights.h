// Weights from a file into the modules built for them, and out again. Names in files follow the reference's modules; the few other
// spellings there are stand in the table of weight_names.cpp. Every weight is read once; one of the wanted dtype looks into the mapping.
// Errors: bad_input listing by name what is missing and what has another shape; names that have no place go to the warnings.
#pragma once

#include <string>
#include <vector>

#include <torch/nn/module.h>

#include "engine/io/tensor_index.h"
#include "engine/tensor/device.h"
#include "engine/tensor/files.h"

namespace likeness::models {

enum class Component { text_encoder, unet, vae };

/// The name in our modules for a name in a file; empty for buffers that no module needs (position_ids).
std::string module_name(Component component, const std::string& file_name);

void load_weights(torch::nn::Module& module, Component component, const io::TensorIndex& index, const tensor::Compute& compute,
                  std::vector<std::string>& warnings);

/// All parameters on the CPU in `dtype`, by their reference names.
tensor::TensorMap weights_of(const torch::nn::Module& module, c10::ScalarType dtype);

}  // namespace likeness::models
