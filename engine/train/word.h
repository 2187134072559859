// Textual inversion: the vectors of one new word learn, everything else stays as it is (Gal et al. 2022).
// Start: every vector is the mean embedding of the kind's pieces; without a kind (draws) normal numbers of the table's own deviation.
// Source: diffusers examples/textual_inversion/textual_inversion.py.
#pragma once

#include <filesystem>

#include <ATen/core/Generator.h>

#include "engine/api/requests.h"
#include "engine/train/trainee.h"

namespace likeness::train {

/// Adds request.token to the model's words and returns a trainee of its vectors, one part "text_encoder" with the parameter "embedding".
Trainee make_word_trainee(std::shared_ptr<models::Model> model, const api::Train& request, at::Generator& generator);

/// The start vectors of a draws file, where it has them.
void set_word(Trainee& trainee, const tensor::TensorMap& draws);

/// embedding.safetensors (emb_params, as kohya and A1111 read it) and learned_embeds.safetensors (the word's name, as diffusers does).
void write_word(const Trainee& trainee, const std::filesystem::path& checkpoint);
void read_word(Trainee& trainee, const std::filesystem::path& checkpoint);
std::filesystem::path word_file(const std::filesystem::path& checkpoint);

}  // namespace likeness::train
