// The KL autoencoder between pictures and latents, named and computed as diffusers' AutoencoderKL.
// encode: pixels [N,3,H,W] in -1..1 -> mean and log-variance [N,c,h,w] (log-variance clamped to -30..20), not scaled.
// decode: latent [N,c,h,w] divided by scaling_factor already -> pixels [N,3,H,W], not clamped. h = H / factor().
// Outputs have the input's dtype. Errors: bad_input for other channel counts and pictures smaller than factor().
// Source: diffusers src/diffusers/models/autoencoders/autoencoder_kl.py, vae.py.
#pragma once

#include <torch/nn/module.h>

#include "engine/models/config_shapes.h"

namespace likeness::models {

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
