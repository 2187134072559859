// The KL autoencoder between pictures and latents, named and computed as diffusers' AutoencoderKL.
// encode: pixels [N,3,H,W] in -1..1 -> mean and log-variance [N,c,h,w] (log-variance clamped to -30..20), not scaled.
// decode: latent [N,c,h,w] divided by scaling_factor already -> pixels [N,3,H,W], not clamped. h = H / factor().
// Outputs have the input's dtype. Errors: bad_input for other channel counts and pictures smaller than factor().
// Source: diffusers src/diffusers/models/autoencoders/autoencoder_kl.py, vae.py.
#pragma once

#include <torch/nn/module.h>

#include "engine/base/json.h"

namespace likeness::models {

struct VaeConfig {
  std::int64_t in_channels = 3;
  std::int64_t out_channels = 3;
  std::int64_t latent_channels = 4;
  std::vector<std::string> down_block_types;
  std::vector<std::string> up_block_types;
  std::vector<std::int64_t> block_out_channels;
  std::int64_t layers_per_block = 1;
  std::int64_t norm_num_groups = 32;
  double scaling_factor = 0.18215;
  double shift_factor = 0;
  bool use_quant_conv = true;
  bool use_post_quant_conv = true;
  bool mid_block_add_attention = true;
  bool force_upcast = true;                          // weights stay float32 where the rest is float16
};

struct Posterior {
  at::Tensor mean;
  at::Tensor log_variance;
};

class VaeImpl;

class AutoencoderKL {
 public:
  explicit AutoencoderKL(const VaeConfig& config);
  Posterior encode(const at::Tensor& pixels) const;
  at::Tensor decode(const at::Tensor& latent) const;

  /// The same with scaling (and shift) applied: (x - shift) * scaling_factor, as every latent outside this file is.
  at::Tensor encode_mean_scaled(const at::Tensor& pixels) const;
  at::Tensor decode_scaled(const at::Tensor& latent) const;

  std::int64_t factor() const;  // 2 to the power of levels - 1
  torch::nn::Module& module() const;
  const VaeConfig& config() const;

 private:
  std::shared_ptr<VaeImpl> impl_;
};

}  // namespace likeness::models
