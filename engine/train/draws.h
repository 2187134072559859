// A draws file (cli.md, `train --draws`): every random draw of a run as tensors, so that two implementations can be compared.
// `latents` [S,B,c,h,w] scaled, or `pixels` [S,B,3,H,W] in -1..1 with `vae_noise`; `noise`, `timesteps` [S,B], `ids` [S,B,L];
// lora: `lora.<module>.lora_A.weight` and `.lora_B.weight`; textual_inversion: `embedding` [n,d].
// With prior preservation the second half of B is the class.
// Errors: bad_input naming the file, the tensor, what was expected and what was found.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/models/model.h"
#include "engine/train/batches.h"

namespace likeness::train {

struct Draws {
  std::filesystem::path file;
  tensor::TensorMap tensors;
  std::int64_t rows = 0;     // S: steps x gradient accumulation
  std::int64_t vectors = 0;  // n of `embedding`; 0 without it
};

/// Read and checked against the model; `prior`: B must be even. `vectors`: of the word that is taught, whose ids
/// follow the vocabulary; the file's own `embedding` says better.
Draws read_draws(const std::filesystem::path& file, const models::Model& model, bool prior, std::int64_t vectors = 0);

/// `draws` and `model` must outlive the batches.
std::unique_ptr<Batches> drawn_batches(const Draws& draws, const models::Model& model, bool prior);

}  // namespace likeness::train
