// encode-text, unet, vae-encode, vae-decode: one component on tensors from a file.
#include <chrono>

#include <ATen/ATen.h>

#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/generate/taught_words.h"
#include "engine/models/lora.h"
#include "engine/models/model.h"
#include "engine/tensor/files.h"

namespace likeness::cli {

namespace {

config::FlagSet component_flags() {
  config::FlagSet set;
  return set.add({.key = "model", .value_name = "PATH", .text = "A diffusers folder, a single file, or starter. (starter)"})
      .add({.key = "in", .value_name = "FILE", .text = "A safetensors file with the input tensors."})
      .add({.key = "out", .value_name = "FILE", .text = "The safetensors file to write."});
}

config::FlagSet adapted_component_flags() { return component_flags().add(lora_flag()).add(embedding_flag()); }

config::FlagSet encode_text_flags() {
  return adapted_component_flags().add({.key = "clip_skip", .kind = config::Flag::Kind::number, .value_name = "N",
                                     .text = "Layer to take, counted from the end: 1 is the last. (1)"});
}

/// Inputs of a component verb, on its device and in its number type.
class Inputs {
 public:
  explicit Inputs(const Call& call)
      : compute_(prepare_compute(call)), file_(call.flags.required("in")), out_(call.flags.required("out")),
        tensors_(tensor::read_tensors(file_)) {}

  const tensor::Compute& compute() const { return compute_; }

  at::Tensor floats(const std::string& name, std::int64_t dimensions) const {
    const at::Tensor& found = tensor::require_tensor(tensors_, name, dimensions, file_);
    if (!found.is_floating_point()) refuse(name, "F32, F16 or BF16", found);
    return found.to(compute_.device, compute_.dtype);
  }

  at::Tensor ids(const std::string& name) const {
    const at::Tensor& found = tensor::require_tensor(tensors_, name, 2, file_);
    if (found.scalar_type() != at::kLong) refuse(name, "I64", found);
    return found.to(compute_.device);
  }

  /// [N] or [], whole numbers or fractions.
  at::Tensor timestep(std::int64_t rows) const {
    const auto found = tensors_.find("timestep");
    if (found == tensors_.end()) throw Error(ErrorKind::bad_input, file_ + ": the tensor \"timestep\" is missing");
    const at::Tensor& value = found->second;
    const bool fits = value.dim() == 0 || (value.dim() == 1 && value.size(0) == rows);
    if (!fits) throw Error(ErrorKind::bad_input, file_ + ": timestep: expected the shape [] or [" + std::to_string(rows) + "]");
    if (value.scalar_type() != at::kLong && value.scalar_type() != at::kFloat) refuse("timestep", "I64 or F32", value);
    return value.to(compute_.device);
  }

  /// Runs `component` and writes its result; the JSON has the shapes and the time it took.
  template <class Component>
  Json write(const std::string& name, Component&& component) const {
    const auto start = std::chrono::steady_clock::now();
    at::Tensor result;
    {
      const at::NoGradGuard no_gradients;
      result = component().to(at::kCPU, at::kFloat).contiguous();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    tensor::write_tensors(out_, {{name, result}});
    return {{"shapes", {{name, result.sizes().vec()}}}, {"seconds", seconds}};
  }

 private:
  [[noreturn]] void refuse(const std::string& name, const std::string& expected, const at::Tensor& found) const {
    throw Error(ErrorKind::bad_input, file_ + ": " + name + ": expected " + expected + ", found " + std::string(found.dtype().name()));
  }

  tensor::Compute compute_;
  std::string file_;
  std::string out_;
  tensor::TensorMap tensors_;
};

std::string model_of(const Call& call) { return call.flags.text("model", "starter"); }

/// Vectors of --embedding; the ids from `config.vocab_size` on are theirs, in the order given.
at::Tensor taught_vectors(const Call& call, const models::ClipTextConfig& config) {
  const auto folder = models::model_folder(model_of(call)) / "tokenizer";
  const auto tokenizer = std::filesystem::is_directory(folder) ? tokenizers::open_tokenizer(folder, 0) : nullptr;
  std::vector<std::string> warnings;
  const at::Tensor vectors = generate::read_taught_words(embeddings(call.flags), tokenizer.get(), config, warnings).vectors;
  for (const std::string& warning : warnings) call.context.log(warning);
  return vectors;
}

template <class Component>
void merge_loras(Component& component, const Call& call) {
  std::vector<std::string> warnings;
  models::merge_loras(component, loras(call.flags), warnings);
  for (const std::string& warning : warnings) call.context.log(warning);
}

Json encode_text(Call& call) {
  const Inputs inputs(call);
  auto encoder = models::load_text_encoder(model_of(call), inputs.compute());
  merge_loras(encoder, call);
  const at::Tensor ids = inputs.ids("ids");
  const std::int64_t length = encoder.config().max_position_embeddings;
  if (ids.size(1) == 0 || ids.size(1) % length != 0)
    throw Error(ErrorKind::bad_input, call.flags.text("in") + ": ids: expected rows of a multiple of " + std::to_string(length) +
                                          " ids, found " + std::to_string(ids.size(1)));
  const std::int64_t skip = call.flags.whole("clip_skip").value_or(1);
  const at::Tensor taught = taught_vectors(call, encoder.config());
  return inputs.write("context", [&] {
    // Each chunk of a long row is encoded alone, then the chunks stand side by side again.
    const at::Tensor states = encoder.forward(ids.reshape({-1, length}), skip, taught);
    return states.reshape({ids.size(0), ids.size(1), states.size(2)});
  });
}

Json unet(Call& call) {
  const Inputs inputs(call);
  auto model = models::load_unet(model_of(call), inputs.compute());
  merge_loras(model, call);
  models::ClipTextConfig config;  // the UNet sees words by their width alone; embeddings are checked for it
  config.hidden_size = model.config().cross_attention_dim;
  taught_vectors(call, config);
  const at::Tensor sample = inputs.floats("sample", 4);
  const at::Tensor timestep = inputs.timestep(sample.size(0));
  const at::Tensor context = inputs.floats("context", 3);
  return inputs.write("prediction", [&] { return model.forward(sample, timestep, context); });
}

Json vae_encode(Call& call) {
  const Inputs inputs(call);
  const auto vae = models::load_vae(model_of(call), inputs.compute());
  const at::Tensor pixels = inputs.floats("pixels", 4);
  return inputs.write("latent", [&] { return vae.encode_mean_scaled(pixels); });
}

Json vae_decode(Call& call) {
  const Inputs inputs(call);
  const auto vae = models::load_vae(model_of(call), inputs.compute());
  const at::Tensor latent = inputs.floats("latent", 4);
  return inputs.write("pixels", [&] { return vae.decode_scaled(latent); });
}

}  // namespace

Verb encode_text_verb() { return {"encode-text", "Runs the text encoder on token ids.", encode_text_flags, encode_text}; }
Verb unet_verb() { return {"unet", "Runs the UNet on a noisy latent.", adapted_component_flags, unet}; }
Verb vae_encode_verb() { return {"vae-encode", "Turns pixels into a latent.", component_flags, vae_encode}; }
Verb vae_decode_verb() { return {"vae-decode", "Turns a latent into pixels.", component_flags, vae_decode}; }

}  // namespace likeness::cli
