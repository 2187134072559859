// A whole Stable Diffusion model in one original file (.safetensors, .ckpt), or an autoencoder in a file of its own: each component as
// if it came from a diffusers folder. Weights stay where they lie in the mapped file; only names and ranges change.
// Errors: bad_input for a component that is not in the file, naming what is; unsupported for other families.
// Source: see original_names.h; formats.md 1.4 of the design material.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/io/tensor_index.h"
#include "engine/models/content.h"
#include "engine/models/original_names.h"
#include "engine/models/weights.h"

namespace likeness::models {

struct SingleFile {
  io::TensorIndex index;
  Content content;

  bool holds(Component component) const;
};

SingleFile open_single_file(const std::filesystem::path& file);

Json single_file_config(const SingleFile& file, Component component);

/// Names and shapes of the diffusers folder. What belongs to the component and has no place there keeps its name, and is warned about
/// when the weights are loaded.
io::TensorIndex single_file_weights(const SingleFile& file, Component component);

/// Tensors that belong to no component: schedule buffers and EMA copies are known and counted, others named. One sentence each.
std::vector<std::string> leftovers_of(const SingleFile& file);

/// The table of a component with this config.
NameTable names_of(Component component, const Json& config, const std::filesystem::path& file);

/// Names and shapes of a component's weights with this config, without any memory for them.
std::vector<std::pair<std::string, std::vector<std::int64_t>>> parameters_of(Component component, const Json& config,
                                                                             const std::filesystem::path& file);

/// model_index.json of the folder that a single file stands for.
Json single_file_model_index();

}  // namespace likeness::models
