// The config.json that an original single file lacks, told from its tensors' shapes; what shapes cannot say follows the family (cli.md,
// "What a single file cannot say"). The result is checked like every config: see configs.h.
// A file that `convert` wrote carries the configs in its metadata, and those count.
// Errors: bad_input naming the first tensor that is missing or misshapen.
// Source: diffusers src/diffusers/loaders/single_file_utils.py, and the model cards' config.json.
#pragma once

#include "engine/base/json.h"
#include "engine/io/tensor_index.h"
#include "engine/models/content.h"
#include "engine/models/weights.h"

namespace likeness::models {

/// Where an autoencoder's tensors start in a file: "first_stage_model.", or nothing in a file of its own.
std::string vae_prefix(const io::TensorIndex& index);

/// The metadata key that carries a component's config.
std::string config_key(Component component);

Json config_from_shapes(const io::TensorIndex& index, Component component, const Content& content);

/// SD 1.x and 2.x were trained alike but for what they predict. v-prediction (2.x only) is told from, in this order: the file's metadata,
/// the .yaml beside it, the number of training steps in a .ckpt; else it is assumed and said in `warnings`.
Json scheduler_of_single_file(const io::TensorIndex& index, const Content& content, std::vector<std::string>& warnings);

}  // namespace likeness::models
