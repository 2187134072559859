#include "engine/models/tiny_decoder.h"

#include <charconv>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/io/checkpoint.h"
#include "engine/io/shards.h"
#include "engine/models/name_list.h"
#include "engine/tensor/files.h"

namespace likeness::models {
namespace {

namespace fs = std::filesystem;

using NumberedLayers = std::map<int, std::map<std::string, at::Tensor>>;  // "conv.0.weight" ... by the layer's number

[[noreturn]] void refuse_decoder(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::bad_input, path.string() + " is no TAESD decoder for this model: " + why + ".",
              "Choose taesd_decoder.safetensors, made for the kind of latents that the model has.");
}

io::TensorIndex open_tiny(const fs::path& path) {
  if (fs::is_directory(path)) return io::open_weights(path, {"diffusion_pytorch_model", "taesd_decoder"});
  return io::open_tensors(path);
}

std::string prefix_of(const io::TensorIndex& index) {
  for (const char* prefix : {"decoder.layers.", "decoder."}) {
    const auto first = index.tensors.lower_bound(prefix);
    if (first != index.tensors.end() && first->first.starts_with(prefix)) return prefix;
  }
  return "";
}

NumberedLayers numbered_layers(const io::TensorIndex& index, const tensor::Compute& compute) {
  const std::string prefix = prefix_of(index);
  NumberedLayers layers;
  std::vector<std::string> unknown;
  for (const auto& [name, entry] : index.tensors) {
    if (!name.starts_with(prefix)) continue;  // the encoder beside it
    int number = -1;
    const char* const begin = name.data() + prefix.size();
    const auto [end, error] = std::from_chars(begin, name.data() + name.size(), number);
    if (error != std::errc() || number < 0 || *end != '.') {
      unknown.push_back(name);
    } else {
      layers[number].emplace(end + 1, tensor::load(index, name, compute.dtype).to(compute.device));
    }
  }
  if (layers.empty() || !unknown.empty()) refuse_decoder(index.path, "it holds " + name_list(unknown));
  return layers;
}

/// Takes parts out of one numbered layer, checking shapes.
class Parts {
 public:
  Parts(const fs::path& path, int number, std::map<std::string, at::Tensor> parts)
      : path_(path), place_("layer " + std::to_string(number)), parts_(std::move(parts)) {}

  bool has(const std::string& name) const { return parts_.contains(name); }

  at::Tensor take(const std::string& name) {
    const auto found = parts_.find(name);
    if (found == parts_.end()) return {};
    at::Tensor tensor = found->second;
    parts_.erase(found);
    return tensor;
  }

  /// A convolution from `width` channels; `width` becomes those that come out.
  void convolution(const std::string& stem, std::int64_t& width, TinyLayer& layer) {
    const at::Tensor weight = take(stem + "weight"), bias = take(stem + "bias");
    if (!weight.defined()) refuse_decoder(path_, place_ + " lacks " + stem + "weight");
    if (weight.dim() != 4 || weight.size(1) != width || weight.size(2) != 3 || weight.size(3) != 3)
      refuse_decoder(path_, place_ + ": expected a weight [.., " + std::to_string(width) + ", 3, 3], found " + io::shape_text(weight.sizes()));
    if (bias.defined() && !bias.sizes().equals({weight.size(0)})) refuse_decoder(path_, place_ + ": its bias does not fit its weight");
    width = weight.size(0);
    layer.weights.push_back(weight);
    layer.biases.push_back(bias);
  }

  void finish() const {
    if (!parts_.empty()) refuse_decoder(path_, place_ + " holds " + parts_.begin()->first);
  }

 private:
  const fs::path& path_;
  std::string place_;
  std::map<std::string, at::Tensor> parts_;
};

TinyLayer block_of(Parts& parts, std::int64_t& width, const fs::path& path) {
  TinyLayer block{.weights = {}, .biases = {}, .skip = parts.take("skip.weight"), .enlarges = false, .rectifies = true};
  const std::int64_t in = width;
  for (const char* stem : {"conv.0.", "conv.2.", "conv.4."}) parts.convolution(stem, width, block);
  const bool fits = block.skip.defined() ? block.skip.sizes().equals({width, in, 1, 1}) : in == width;
  if (!fits) refuse_decoder(path, "a block's skip connection does not fit its convolutions");
  return block;
}

at::Tensor convolved(const at::Tensor& x, const TinyLayer& layer, std::size_t i) {
  return at::conv2d(x, layer.weights[i], layer.biases[i], 1, 1);
}

}  // namespace

at::Tensor TinyDecoder::decode(const at::Tensor& latent) const {
  at::Tensor x = at::tanh(latent.to(layers_.front().weights.front().scalar_type()) / 3) * 3;
  for (const TinyLayer& layer : layers_) {
    if (layer.enlarges) x = at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
    at::Tensor y = convolved(x, layer, 0);
    for (std::size_t i = 1; i < layer.weights.size(); ++i) y = convolved(at::relu(y), layer, i);
    if (layer.weights.size() > 1) y = y + (layer.skip.defined() ? at::conv2d(x, layer.skip) : x);
    x = layer.rectifies ? at::relu(y) : y;
  }
  return (2 * x - 1).to(latent.scalar_type());
}

std::int64_t TinyDecoder::factor() const {
  std::int64_t factor = 1;
  for (const TinyLayer& layer : layers_) factor *= layer.enlarges ? 2 : 1;
  return factor;
}

std::shared_ptr<const TinyDecoder> load_tiny_decoder(const fs::path& path, const Model& model) {
  NumberedLayers numbered = numbered_layers(open_tiny(path), model.compute);
  std::int64_t width = model.vae.config().latent_channels;
  std::vector<TinyLayer> layers;
  for (auto& [number, tensors] : numbered) {
    Parts parts(path, number, std::move(tensors));
    if (parts.has("conv.0.weight")) {
      layers.push_back(block_of(parts, width, path));
    } else {
      // Convolutions without a bias stand behind an enlargement, which has no tensors of its own.
      TinyLayer layer{.weights = {}, .biases = {}, .skip = {}, .enlarges = !parts.has("bias"), .rectifies = layers.empty()};
      parts.convolution("", width, layer);
      layers.push_back(std::move(layer));
    }
    parts.finish();
  }
  if (width != 3) refuse_decoder(path, "its last layer makes " + std::to_string(width) + " channels instead of 3");
  auto decoder = std::make_shared<const TinyDecoder>(std::move(layers));
  if (decoder->factor() != model.vae.factor())
    refuse_decoder(path, "it enlarges " + std::to_string(decoder->factor()) + " times, the model's own " + std::to_string(model.vae.factor()) + " times");
  return decoder;
}

}  // namespace likeness::models
