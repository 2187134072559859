// TAESD's decoder (madebyollin/taesd, MIT): a few small convolutions that stand in for the autoencoder's, many times faster, a little
// softer. Read are its own files (taesd_decoder.safetensors or .pth: layers "1.weight", "3.conv.0.weight" ...) and diffusers'
// AutoencoderTiny, file or folder ("decoder.layers.0.weight" ...). Which layers there are, the file's tensors say.
// decode: latents [N,c,h,w] scaled as everywhere -> pixels [N,3,H,W] about -1..1, in the latent's dtype. Threads: const.
// Errors: bad_input for a file that is no such decoder, or one for other latents or another factor than the model's.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/models/model.h"

namespace likeness::models {

/// A block adds what three convolutions make of its input to it; a plain layer is one convolution.
struct TinyLayer {
  std::vector<at::Tensor> weights;  // one or three, each [out,in,3,3]
  std::vector<at::Tensor> biases;   // as many; undefined where there is none
  at::Tensor skip;                  // [out,in,1,1] of a block that changes the width
  bool enlarges = false;            // twice the size before it
  bool rectifies = false;           // ReLU after it
};

class TinyDecoder {
 public:
  explicit TinyDecoder(std::vector<TinyLayer> layers) : layers_(std::move(layers)) {}
  at::Tensor decode(const at::Tensor& latent) const;
  std::int64_t factor() const;

 private:
  std::vector<TinyLayer> layers_;
};

std::shared_ptr<const TinyDecoder> load_tiny_decoder(const std::filesystem::path& path, const Model& model);

}  // namespace likeness::models
