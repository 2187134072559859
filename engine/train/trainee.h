// What learns: the trained parameters of a model, part by part, with the names they have in files.
// full: every parameter of the UNet and/or the text encoder, float32, in memory of their own (never in a mapped file).
// lora: the factors of attached adapters; the model's own weights stay as they are. A new word's vectors (word.h) alone, or beside either.
// parts.h says which of them learn; those of one component with different rates are parts of the same name.
// One trainee per model; the model's modules hold the same tensors. Threads: the caller's.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "engine/api/train_options.h"
#include "engine/models/lora.h"
#include "engine/models/model.h"
#include "engine/tensor/files.h"

namespace likeness::train {

struct Part {
  std::string name;                    // "unet", "text_encoder", "word" (beside others; alone it counts as "text_encoder")
  double learning_rate = 0;
  std::vector<std::string> names;      // "unet.conv_in.weight", "lora.unet.....to_q.lora_A.weight"
  std::vector<at::Tensor> parameters;  // leaves that require a gradient
};

struct Trainee {
  std::shared_ptr<models::Model> model;
  std::vector<Part> parts;             // UNet first, a word last
  std::vector<models::LoraPair> pairs; // lora only
  std::shared_ptr<models::LoraDropout> dropout = {};  // of the pairs; null without
  std::string word = {};               // only where one is taught
  at::Tensor word_start = {};          // its vectors before the first step
};

/// Options complete; `generator` draws the start factors of a LoRA.
Trainee make_trainee(std::shared_ptr<models::Model> model, const api::TrainOptions& options, at::Generator& generator);

/// The same, beside the word that `trainee` may have already.
void add_parts(Trainee& trainee, const api::TrainOptions& options, at::Generator& generator);

/// Error{bad_input} for parts that the model does not have, or when nothing would learn.
void require_something_to_teach(const models::Model& model, const api::TrainOptions& options);

/// Copies the weights that a checkpoint folder holds into the parameters.
void read_weights(Trainee& trainee, const std::filesystem::path& checkpoint);

/// Usable files: `model/` (full); lora.safetensors (kohya naming) and pytorch_lora_weights.safetensors (diffusers naming); or word.h's.
void write_weights(const Trainee& trainee, const std::filesystem::path& checkpoint, const std::map<std::string, std::string>& metadata);

/// Start factors from a draws file; magnitudes that it lacks are those of the factors.
void set_factors(Trainee& trainee, const tensor::TensorMap& factors);

/// Bytes that a checkpoint of these options takes on the disk, optimizer state included.
std::uint64_t checkpoint_bytes(const models::Model& model, const api::TrainOptions& options);

/// Sum of absolute values of the part's parameters, in double precision.
double absolute_sum(const Part& part);

/// All trained parameters, part after part.
std::vector<at::Tensor> all_parameters(const Trainee& trainee);

}  // namespace likeness::train
