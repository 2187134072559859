// The denoising UNet of Stable Diffusion (Rombach et al. 2022), named and computed as diffusers' UNet2DConditionModel.
// forward: sample [N,c,h,w], timestep [N] or [] (int64 or float, fractions are meant), context [N,L,d] -> prediction [N,c,h,w].
// h and w need not be multiples of anything: upsampling takes the skip connection's size (forward_upsample_size). The prediction has
// the sample's dtype, whatever the weights' is. Errors: bad_input for shapes that do not fit the model or one another.
// Source: diffusers src/diffusers/models/unets/unet_2d_condition.py, unet_2d_blocks.py.
#pragma once

#include <torch/nn/module.h>

#include "engine/models/config_shapes.h"

namespace likeness::models {

/// How one pass departs from the plain computation; by default in nothing.
struct UNetPass {
  /// The last rows are perturbed: in the middle block their tokens do not see one another (Ahn et al. 2024, arXiv 2403.17377).
  std::int64_t perturbed_rows = 0;
  /// Share of the tokens that are merged in the self-attention of the finest level that has one (see token_merging.h).
  double merge_ratio = 0;
  /// DeepCache (Ma et al. 2023, arXiv 2312.00858), its first branch: what goes into the last layer of the way up. A whole pass writes it;
  /// one with `reuse_deep` computes only conv_in, that layer and conv_out around it.
  at::Tensor* deep = nullptr;
  bool reuse_deep = false;
};

class UNetImpl;

class UNet2DConditionModel {
 public:
  explicit UNet2DConditionModel(const UNetConfig& config);
  at::Tensor forward(const at::Tensor& sample, const at::Tensor& timestep, const at::Tensor& context, const UNetPass& pass = {}) const;
  torch::nn::Module& module() const;
  const UNetConfig& config() const;

 private:
  std::shared_ptr<UNetImpl> impl_;
};

}  // namespace likeness::models
