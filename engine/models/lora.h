// Low-rank adapters (Hu et al. 2021) on linear layers: y = W x + alpha/rank * B A x. A is [rank,in], B is [out,rank].
// Modules are named as in diffusers: "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q",
// "text_encoder.text_model.encoder.layers.0.self_attn.q_proj". Files: diffusers naming (pytorch_lora_weights.safetensors) and kohya's
// (lora_unet_..., lora_te_..., with alpha) are both read and written. Errors: bad_input for half a pair, an alpha that is not finite,
// a shape that does not fit, or no module that matches; unsupported for other dialects (LoHa, DoRA, XL ...), by name; unknown keys are
// listed in the warnings. Convolutions in a file are read too: A is then flattened to [rank, in*height*width].
// Source: peft src/peft/tuners/lora, kohya-ss/sd-scripts networks/lora.py; formats.md 2.1-2.2 of the design material.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "engine/models/model.h"
#include "engine/tensor/files.h"

namespace likeness::models {

struct LoraPair {
  std::string module;
  at::Tensor a;  // lora_A / lora_down
  at::Tensor b;  // lora_B / lora_up
  double alpha;
};

/// Adds trainable pairs to the attention projections (UNet to_q,to_k,to_v,to_out.0; text encoder q,k,v,out_proj) of the parts named.
/// A is kaiming-uniform (a = sqrt 5) from `generator`, B zero, so the first forward equals the base exactly.
struct LoraTargets { bool unet = true; bool text_encoder = true; };
std::vector<LoraPair> attach_lora(Model& model, LoraTargets targets, std::int64_t rank, double alpha, at::Generator& generator);
void detach_lora(Model& model);

/// Start factors from elsewhere instead of drawn ones (train --draws).
void set_lora_factors(std::vector<LoraPair>& pairs, const tensor::TensorMap& factors);

enum class LoraNaming { diffusers, kohya };
void save_lora(const std::filesystem::path& file, const std::vector<LoraPair>& pairs, LoraNaming naming,
               const std::map<std::string, std::string>& metadata);

std::vector<LoraPair> read_lora(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings);

/// Adds strength * alpha/rank * B A to the model's weights; a second call adds up. Merging with -strength takes it out again.
void merge_lora(Model& model, const std::vector<LoraPair>& pairs, double strength);

/// The component-wise form for the `unet` and `encode-text` verbs: pairs of other components are passed over.
void merge_lora_into_unet(UNet2DConditionModel& unet, const std::filesystem::path& file, double strength,
                          std::vector<std::string>* warnings = nullptr);
void merge_lora_into_text_encoder(ClipTextModel& text_encoder, const std::filesystem::path& file, double strength,
                                  std::vector<std::string>* warnings = nullptr);

}  // namespace likeness::models
