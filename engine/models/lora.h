// Adapters for a model: low-rank ones (Hu et al. 2021) y = W x + alpha/rank * B A x that training attaches, and every kind of file that
// is read and merged: LoRA and LoCon (kohya, diffusers' three generations, PEFT, ComfyUI), LoHa, LoKr, DoRA and whole differences.
// Modules are named as in diffusers: "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q",
// "text_encoder.text_model.encoder.layers.0.self_attn.q_proj". Errors: bad_input for half a pair, an alpha that is not finite, a shape
// that does not fit, or no module that matches; unsupported, by name, for OFT and others, XL, 3 and Flux; unknown keys are listed in the
// warnings. Source: peft src/peft/tuners/lora, kohya-ss/sd-scripts networks/lora.py, LyCORIS; formats.md 2.1-2.2 of the design material.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "engine/api/requests.h"
#include "engine/models/lora_change.h"
#include "engine/models/lora_layer.h"
#include "engine/models/model.h"
#include "engine/tensor/files.h"

namespace likeness::models {

struct LoraPair {
  std::string module;
  at::Tensor a;  // lora_A / lora_down: [rank,in], or [rank,in,h,w] for a convolution
  at::Tensor b;  // lora_B / lora_up: [out,rank], or [out,rank,1,1]
  double alpha;
  at::Tensor magnitude = {};  // DoRA: [out]; undefined without
};

/// Which layers get a pair: the attention projections (UNet to_q,to_k,to_v,to_out.0; text encoder q,k,v,out_proj) of the parts named, and
/// with a `conv_rank` the convolutions of the UNet's resnets and of its way down and up.
struct LoraTargets {
  bool unet = true;
  bool text_encoder = true;
  std::int64_t conv_rank = 0;
  bool dora = false;
  std::shared_ptr<LoraDropout> dropout = {};
  std::function<bool(const std::string& module)> takes = {};  // empty: all of these
};

/// Adds trainable pairs. A is kaiming-uniform (a = sqrt 5) from `generator`, B zero and a magnitude the norm of its output's weights, so the
/// first forward equals the base (without DoRA exactly).
std::vector<LoraPair> attach_lora(Model& model, const LoraTargets& targets, std::int64_t rank, double alpha, at::Generator& generator);
void detach_lora(Model& model);

/// Start factors from elsewhere instead of drawn ones (train --draws). Magnitudes that they lack become those of the new factors.
void set_lora_factors(Model& model, std::vector<LoraPair>& pairs, const tensor::TensorMap& factors);

/// Ranks and alphas may differ from pair to pair. diffusers' naming has the scale in B; kohya's has alpha tensors. `metadata` is written
/// with what others filter on (ss_network_*, hashes, modelspec) filled in where it says nothing.
enum class LoraNaming { diffusers, kohya };
void save_lora(const std::filesystem::path& file, const std::vector<LoraPair>& pairs, LoraNaming naming,
               const std::map<std::string, std::string>& metadata);

/// What a LoRA's file says about the model it was made for: ss_v2, ss_base_model_version, ss_sd_model_name, modelspec.architecture ...
std::map<std::string, std::string> lora_words(const Model& model);

/// The file itself, or the one in a folder that diffusers or PEFT wrote.
std::filesystem::path lora_file_of(const std::filesystem::path& path);

std::vector<LayerChange> read_lora(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings);

/// The pairs of a LoRA, LoCon or DoRA by outputs, to go on training; Error{unsupported} for a layer of another kind.
std::vector<LoraPair> read_lora_pairs(const std::filesystem::path& file, const Model& model, std::vector<std::string>& warnings);

/// Adds strength * change to the model's weights; a second call adds up. Merging with -strength takes a LoRA out again, up to rounding.
/// New tensors take the place of the old ones, which may look into the model's file.
void merge_lora(Model& model, const std::vector<LoraPair>& pairs, double strength);
void merge_lora(Model& model, const std::vector<LayerChange>& changes, double strength);

/// The model with exactly these: what an earlier call merged is taken out first, bit for bit. The changes of all files are worked out from
/// the weights without any of them and added at once, so their order does not matter.
void set_loras(Model& model, const std::vector<api::LoraUse>& uses, std::vector<std::string>& warnings);

/// The component-wise form for the `unet` and `encode-text` verbs: layers of other components are passed over.
void merge_loras(UNet2DConditionModel& unet, const std::vector<api::LoraUse>& uses, std::vector<std::string>& warnings);
void merge_loras(ClipTextModel& text_encoder, const std::vector<api::LoraUse>& uses, std::vector<std::string>& warnings);

}  // namespace likeness::models
