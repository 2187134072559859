#include "engine/train/draws.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/io/tensor_index.h"

namespace likeness::train {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& name, const std::string& expected, at::IntArrayRef found) {
  const std::vector<std::int64_t> shape = found.vec();
  throw Error(ErrorKind::bad_input, file.string() + ": " + name + ": expected " + expected + ", found " + io::shape_text(shape) + ".",
              "See the draws file's description of `train --draws`.");
}

void require_same_shape(const Draws& draws, const std::string& name, const std::string& other) {
  const at::Tensor& tensor = draws.tensors.at(name);
  const at::Tensor& model = draws.tensors.at(other);
  if (tensor.sizes() != model.sizes()) refuse(draws.file, name, "the shape of " + other, tensor.sizes());
}

void require_integers_below(const Draws& draws, const std::string& name, std::int64_t limit) {
  const at::Tensor& tensor = draws.tensors.at(name);
  const bool integers = at::isIntegralType(tensor.scalar_type(), /*includeBool=*/false);
  if (integers && tensor.numel() > 0 && tensor.min().item<std::int64_t>() >= 0 && tensor.max().item<std::int64_t>() < limit) return;
  throw Error(ErrorKind::bad_input, draws.file.string() + ": " + name + ": expected integers from 0 to " + std::to_string(limit - 1) +
                                        ", found others.");
}

void check_pictures(const Draws& draws, const models::Model& model) {
  const at::Tensor& noise = draws.tensors.at("noise");
  const std::int64_t channels = model.unet.config().in_channels;
  if (noise.size(2) != channels) refuse(draws.file, "noise", std::to_string(channels) + " latent channels", noise.sizes());
  if (draws.tensors.contains("latents")) {
    require_same_shape(draws, "latents", "noise");
    return;
  }
  const at::Tensor& pixels = tensor::require_tensor(draws.tensors, "pixels", 5, draws.file);
  tensor::require_tensor(draws.tensors, "vae_noise", 5, draws.file);
  require_same_shape(draws, "vae_noise", "noise");
  const std::int64_t factor = model.vae.factor();
  const std::vector<std::int64_t> expected = {noise.size(0), noise.size(1), 3, noise.size(3) * factor, noise.size(4) * factor};
  if (pixels.sizes() != at::IntArrayRef(expected)) refuse(draws.file, "pixels", io::shape_text(expected), pixels.sizes());
}

void check_rows(const Draws& draws, const models::Model& model, bool prior) {
  const at::Tensor& noise = draws.tensors.at("noise");
  const at::Tensor& timesteps = draws.tensors.at("timesteps");
  const at::Tensor& ids = draws.tensors.at("ids");
  const std::string rows = io::shape_text(std::vector<std::int64_t>{noise.size(0), noise.size(1)});
  if (noise.size(0) < 1 || noise.size(1) < 1) refuse(draws.file, "noise", "at least one row", noise.sizes());
  if (prior && noise.size(1) % 2 != 0) refuse(draws.file, "noise", "an even batch with prior preservation", noise.sizes());
  if (timesteps.sizes() != noise.sizes().slice(0, 2)) refuse(draws.file, "timesteps", rows, timesteps.sizes());
  if (ids.sizes().slice(0, 2) != noise.sizes().slice(0, 2)) refuse(draws.file, "ids", rows + " and the row's length", ids.sizes());
  if (ids.size(2) < 1 || ids.size(2) % model.text_length() != 0) {
    refuse(draws.file, "ids", "rows of a multiple of " + std::to_string(model.text_length()), ids.sizes());
  }
}

constexpr std::int64_t most_vectors = 64;

/// How many ids after the vocabulary the file may use.
std::int64_t take_vectors(Draws& draws, const models::Model& model, std::int64_t otherwise) {
  if (!draws.tensors.contains("embedding")) return otherwise;
  const at::Tensor& vectors = tensor::require_tensor(draws.tensors, "embedding", 2, draws.file);
  const std::int64_t width = model.text_encoder.config().hidden_size;
  if (vectors.size(0) < 1 || vectors.size(0) > most_vectors || vectors.size(1) != width) {
    refuse(draws.file, "embedding", "1 to 64 rows of " + std::to_string(width), vectors.sizes());
  }
  draws.vectors = vectors.size(0);
  return draws.vectors;
}

class DrawnBatches : public Batches {
 public:
  DrawnBatches(const Draws& draws, const models::Model& model, bool prior) : draws_(draws), model_(model), prior_(prior) {}

  Batch next(std::int64_t index) override {
    const at::Tensor noise = row("noise", index).to(at::kFloat);
    const std::int64_t count = noise.size(0);
    return {.latents = latents(index), .noise = noise, .timesteps = row("timesteps", index).to(at::kLong),
            .ids = row("ids", index).to(at::kLong), .prompts = at::arange(count, at::kLong), .subjects = prior_ ? count / 2 : count};
  }

  void save(tensor::TensorMap&) const override {}
  void load(const tensor::TensorMap&, const std::filesystem::path&) override {}

 private:
  at::Tensor row(const std::string& name, std::int64_t index) const { return draws_.tensors.at(name)[index]; }

  at::Tensor latents(std::int64_t index) const {
    if (draws_.tensors.contains("latents")) return row("latents", index).to(at::kFloat);
    at::NoGradGuard no_grad;
    const models::Posterior posterior = model_.vae.encode(row("pixels", index).to(model_.compute.device, at::kFloat));
    const at::Tensor deviation = (posterior.log_variance * 0.5).exp();
    const at::Tensor drawn = posterior.mean + deviation * row("vae_noise", index).to(model_.compute.device, at::kFloat);
    const auto& config = model_.vae.config();
    return ((drawn - config.shift_factor) * config.scaling_factor).to(at::kCPU);
  }

  const Draws& draws_;
  const models::Model& model_;
  bool prior_;
};

}  // namespace

Draws read_draws(const std::filesystem::path& file, const models::Model& model, bool prior, std::int64_t vectors) {
  Draws draws{.file = file, .tensors = tensor::read_tensors(file), .rows = 0};
  draws.rows = tensor::require_tensor(draws.tensors, "noise", 5, file).size(0);
  if (draws.tensors.contains("latents")) tensor::require_tensor(draws.tensors, "latents", 5, file);
  tensor::require_tensor(draws.tensors, "timesteps", 2, file);
  tensor::require_tensor(draws.tensors, "ids", 3, file);
  check_rows(draws, model, prior);
  check_pictures(draws, model);
  const std::int64_t train_steps = model.scheduler_config.value("num_train_timesteps", std::int64_t{1000});
  require_integers_below(draws, "timesteps", train_steps);
  std::int64_t known_ids = model.text_encoder.config().vocab_size;
  if (vectors > 0) known_ids += take_vectors(draws, model, vectors);
  require_integers_below(draws, "ids", known_ids);
  return draws;
}

std::unique_ptr<Batches> drawn_batches(const Draws& draws, const models::Model& model, bool prior) {
  return std::make_unique<DrawnBatches>(draws, model, prior);
}

}  // namespace likeness::train
