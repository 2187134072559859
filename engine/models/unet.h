// The denoising UNet of Stable Diffusion (Rombach et al. 2022), named and computed as diffusers' UNet2DConditionModel.
// forward: sample [N,c,h,w], timestep [N] or [] (int64 or float, fractions are meant), context [N,L,d] -> prediction [N,c,h,w].
// h and w need not be multiples of anything: upsampling takes the skip connection's size (forward_upsample_size). The prediction has
// the sample's dtype, whatever the weights' is. Errors: bad_input for shapes that do not fit the model or one another.
// Source: diffusers src/diffusers/models/unets/unet_2d_condition.py, unet_2d_blocks.py.
#pragma once

#include <torch/nn/module.h>

#include "engine/base/json.h"

namespace likeness::models {

struct UNetConfig {
  std::int64_t sample_size = 64;
  std::int64_t in_channels = 4;
  std::int64_t out_channels = 4;
  bool flip_sin_to_cos = true;
  double freq_shift = 0;
  std::vector<std::string> down_block_types;
  std::vector<std::string> up_block_types;
  std::vector<std::int64_t> block_out_channels;
  std::vector<std::int64_t> layers_per_block;        // one per level
  std::vector<std::int64_t> transformer_layers;      // one per level
  std::vector<std::int64_t> attention_heads;         // one per level (the file calls it attention_head_dim for SD 1.x)
  std::int64_t cross_attention_dim = 768;
  std::int64_t downsample_padding = 1;
  std::int64_t norm_num_groups = 32;
  double norm_eps = 1e-5;
  double mid_block_scale_factor = 1;
  bool use_linear_projection = false;
  bool upcast_attention = false;
  bool has_mid_block = true;
  std::int64_t time_embedding_dim = 0;               // 0: four times the first level's channels
  std::int64_t conv_in_kernel = 3;
  std::int64_t conv_out_kernel = 3;
  bool center_input_sample = false;
};

class UNetImpl;

class UNet2DConditionModel {
 public:
  explicit UNet2DConditionModel(const UNetConfig& config);
  at::Tensor forward(const at::Tensor& sample, const at::Tensor& timestep, const at::Tensor& context) const;

  /// What the model sees on its way up, [N,c,h,w] after each level from the coarsest on, in the weights' dtype. The levels before the
  /// last say what is where (Tang et al. 2023, "Emergent Correspondence from Image Diffusion").
  std::vector<at::Tensor> states_on_the_way_up(const at::Tensor& sample, const at::Tensor& timestep, const at::Tensor& context) const;

  torch::nn::Module& module() const;
  const UNetConfig& config() const;

 private:
  std::shared_ptr<UNetImpl> impl_;
};

}  // namespace likeness::models
