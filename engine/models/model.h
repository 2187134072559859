// A whole Stable-Diffusion-shaped model in memory, loaded from a diffusers folder or an original single file, saved to a folder.
// Shapes come from the configs, so SD 1.x and the starter are the same code. Weights are memory-mapped and read once; missing or
// misshapen tensors are errors that list the names, unexpected ones are listed in the warnings. A family we do not run is named as what
// it is (Error{unsupported}). An unknown config field is kept for writing back and warned about.
// Threads: const use from one thread at a time (LibTorch parallelises inside).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/events.h"
#include "engine/base/json.h"
#include "engine/models/text_encoder.h"
#include "engine/models/unet.h"
#include "engine/models/vae.h"
#include "engine/tensor/device.h"
#include "engine/tokenizers/tokenizer.h"

namespace likeness::models {

/// A word of textual inversion: see taught_words.h.
struct WordVectors {
  std::string word;
  at::Tensor vectors;                                // [n,d]
};

struct Model {
  std::filesystem::path folder;                      // or the single file
  std::string name;                                  // of the folder, or the file's stem, for the picture's text
  std::string family;                                // "Starter", "Stable Diffusion 1.x"
  tensor::Compute compute;
  ClipTextModel text_encoder;
  UNet2DConditionModel unet;
  AutoencoderKL vae;
  std::shared_ptr<const tokenizers::Tokenizer> tokenizer;  // null when the folder has none: ids only
  Json scheduler_config;                             // as in the file: only what it states
  Json model_index;
  Json text_encoder_config, unet_config, vae_config; // as in the files, unknown fields included
  std::vector<std::string> warnings;
  std::map<std::string, at::Tensor> without_loras;   // the weights that set_loras replaced, as they were: "unet. ... .weight"
  std::vector<WordVectors> words;                    // set by set_taught_words

  std::int64_t text_length() const { return text_encoder.config().max_position_embeddings; }
  std::int64_t own_size() const { return unet.config().sample_size * vae.factor(); }  // pixels
};

/// "starter" becomes resources_folder()/starter; anything else is taken as it is.
std::filesystem::path model_folder(const std::string& model);

/// Evaluation mode, no gradients, on the device and in the dtype asked for. `vae` names another autoencoder: a file of its own, its
/// folder, or the one of another model; empty takes the model's own.
std::shared_ptr<Model> load_model(const std::string& model, const tensor::Compute& compute, const std::string& vae = {});

/// The model's tokenizer without its weights. Error{bad_input} with the reason where it has none.
std::shared_ptr<const tokenizers::Tokenizer> load_tokenizer(const std::string& model);

/// One component only, for the component verbs. What is unusual but usable is added to `warnings` when given.
ClipTextModel load_text_encoder(const std::string& model, const tensor::Compute& compute, std::vector<std::string>* warnings = nullptr);
UNet2DConditionModel load_unet(const std::string& model, const tensor::Compute& compute, std::vector<std::string>* warnings = nullptr);
AutoencoderKL load_vae(const std::string& model, const tensor::Compute& compute, std::vector<std::string>* warnings = nullptr);

/// Whole folder, aside and renamed: configs as they were, weights in `dtype`, tokenizer files copied. A folder that is there is replaced;
/// Error{bad_input} when it is the model's own.
void save_model(const Model& model, const std::filesystem::path& folder, c10::ScalarType dtype);

/// SHA-256 over the weight files (unet, vae, text encoder, in that order), or of the single file itself; remembered in
/// data_home()/cache by path, size and time.
std::string model_hash(const std::filesystem::path& folder);

/// Header-only facts for the model list: nothing is loaded. `free_bytes` decides `fits`.
api::ModelInfo describe_model(const std::string& model, std::uint64_t free_bytes);

}  // namespace likeness::models
