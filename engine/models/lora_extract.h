// What training changed in a whole model, told by the model before and the model after: as a LoRA of a rank, or in part.
// Both models have one shape; Error{bad_input} names the first weight that differs in shape or is missing.
// Source: kohya-ss/sd-scripts networks/extract_lora_from_models.py (singular values of the differences, spread evenly over A and B).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/models/lora.h"

namespace likeness::models {

/// The nearest LoRA of that rank (or of a layer's full rank, where that is less), alpha = rank, of the linear and convolution layers that
/// differ. `left_out` gets the names of changed weights that a LoRA cannot hold: norms, biases, the word table.
std::vector<LoraPair> extract_lora(const Model& base, const Model& tuned, std::int64_t rank, std::vector<std::string>& left_out);

/// base + strength * (tuned - base) for every weight of UNet, text encoder and autoencoder, in float32, put into `base`: 0 leaves it as
/// it is, 1 makes it `tuned`, in between teaches less, beyond more.
void blend_models(Model& base, const Model& tuned, double strength);

}  // namespace likeness::models
