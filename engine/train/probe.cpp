#include "engine/train/probe.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>

#include "engine/tensor/random.h"

namespace likeness::train {

namespace {

constexpr std::int64_t most_pictures = 8;
constexpr std::uint64_t probe_seed = 271828;
constexpr std::array<double, 4> fractions = {0.1, 0.35, 0.6, 0.85};  // of the schedule, from clean to noise

at::Tensor first_ones(const Material& material, const at::Tensor& means) {
  return scaled(material, means.narrow(0, 0, std::min(most_pictures, means.size(0))));
}

}  // namespace

Probe::Probe(const Material& material, const models::Model& model)
    : material_(material), model_(model), schedule_(diffusion::noise_schedule(model.scheduler_config)),
      photos_(first_ones(material, material.photos.mean)) {
  if (material.class_pictures.mean.defined()) class_pictures_ = first_ones(material, material.class_pictures.mean);
}

double Probe::loss_on(const at::Tensor& latents, Sentence sentence) const {
  at::Generator generator = tensor::make_generator(probe_seed);
  const at::Device device = model_.compute.device;
  const at::Tensor state = text_states(model_, material_.ids.narrow(0, sentence, 1));
  const at::Tensor context = state.expand({latents.size(0), state.size(1), state.size(2)});
  double sum = 0;
  for (const double fraction : fractions) {
    const auto timestep = static_cast<std::int64_t>(fraction * static_cast<double>(schedule_.train_steps));
    const at::Tensor timesteps = at::full({latents.size(0)}, timestep, at::kLong);
    const at::Tensor noise = tensor::randn(latents.sizes(), generator);
    const at::Tensor noisy = schedule_.add_noise(latents, noise, timesteps).to(device);
    const at::Tensor target = schedule_.target(latents, noise, timesteps).to(device);
    sum += at::mse_loss(model_.unet.forward(noisy, timesteps.to(device), context), target).item<double>();
  }
  return sum / static_cast<double>(fractions.size());
}

ProbeLosses Probe::measure() const {
  at::NoGradGuard no_grad;
  ProbeLosses losses{.subject = loss_on(photos_, subject_sentence)};
  if (class_pictures_.defined()) losses.prior = loss_on(class_pictures_, class_sentence);
  return losses;
}

}  // namespace likeness::train
