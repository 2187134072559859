// Textual-inversion files (Gal et al. 2022): the vectors that stand for one word in the text encoder's table.
// Read are one tensor of any name (diffusers), emb_params (kohya), emp_params (OneTrainer, its _out beside it passed over),
// string_to_param.* (stable-diffusion-webui, ai-toolkit and the upstream project) and bundle_emb.NAME.clip_l of a LoRA.
// Errors: bad_input for another width than the encoder's, three dimensions, integers, numbers that are not finite, no vector, more
// vectors than a row of words holds, or several tensors; unsupported for Stable Diffusion XL's pair clip_l and clip_g.
// Source: formats.md 2.3 of the design material.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/tensor/files.h"

namespace likeness::models {

/// What an embedding must fit.
struct EmbeddingRoom {
  std::int64_t width = 0;    // of the text encoder
  std::int64_t vectors = 0;  // that a row has room for
};

/// Vectors [n,d], float32, of a safetensors file or one of PyTorch's own (.pt, .bin), known by its content.
at::Tensor read_embedding(const std::filesystem::path& file, const EmbeddingRoom& room, std::vector<std::string>& warnings);

/// The same from tensors by name, however they were read; `file` is named in errors.
at::Tensor embedding_vectors(const tensor::TensorMap& tensors, const EmbeddingRoom& room, const std::filesystem::path& file,
                             std::vector<std::string>& warnings);

}  // namespace likeness::models
