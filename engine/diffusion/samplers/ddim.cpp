// DDIM (Song et al. 2021, equations 12 and 16). Source: diffusers scheduling_ddim.py.
#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/diffusion/samplers/samplers.h"
#include "engine/diffusion/scheduler_fields.h"

namespace likeness::diffusion {
namespace {

class Ddim final : public Sampler {
 public:
  explicit Ddim(const SamplerSettings& settings);

  const Plan& plan() const override { return plan_; }
  at::Tensor scale_input(const at::Tensor& x, int) const override { return x; }
  at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw,
                  at::Tensor* denoised) override;

  at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int step) const override {
    return plan_.schedule.add_noise(sample, noise, at::full({sample.size(0)}, timestep(step), at::kLong));
  }

 private:
  std::int64_t timestep(int step) const { return static_cast<std::int64_t>(plan_.timesteps[static_cast<std::size_t>(step)]); }
  at::Tensor limited(const at::Tensor& clean) const {
    return thresholding_.on ? thresholding_.apply(clean) : clip_ ? clean.clamp(-clip_range_, clip_range_) : clean;
  }

  Plan plan_;
  at::Tensor final_alpha_;
  std::int64_t stride_;
  double eta_;
  Thresholding thresholding_;
  bool clip_;
  double clip_range_;
};

std::vector<double> ddim_timesteps(const SamplerSettings& settings, std::int64_t train_steps) {
  const std::int64_t offset = whole_field(settings.config, "steps_offset", 0, 0, train_steps);
  const std::string spacing = choice_field(settings.config, "timestep_spacing", "leading", {"linspace", "leading", "trailing"});
  if (spacing == "trailing") return trailing_timesteps(train_steps, static_cast<double>(train_steps) / settings.steps, settings.steps);
  if (spacing == "leading") {
    const auto timesteps = leading_timesteps(train_steps / settings.steps, settings.steps, offset);
    if (timesteps.front() >= static_cast<double>(train_steps))
      throw Error(ErrorKind::bad_input, "scheduler config, steps_offset: timestep " +
                                            std::to_string(static_cast<std::int64_t>(timesteps.front())) + " lies beyond the " +
                                            std::to_string(train_steps) + " training steps", "Use fewer steps.");
    return timesteps;
  }
  auto timesteps = linspace(0, static_cast<double>(train_steps - 1), settings.steps);
  round_half_even(timesteps);
  return {timesteps.rbegin(), timesteps.rend()};
}

Ddim::Ddim(const SamplerSettings& settings)
    : eta_(settings.eta),
      thresholding_(settings.config),
      clip_(flag_field(settings.config, "clip_sample", true)),
      clip_range_(number_field(settings.config, "clip_sample_range", 1, 0, 1e6)) {
  plan_.schedule = schedule_for(settings, "DDIMScheduler");
  plan_.timesteps = ddim_timesteps(settings, plan_.schedule.train_steps);
  stride_ = plan_.schedule.train_steps / settings.steps;
  final_alpha_ = flag_field(settings.config, "set_alpha_to_one", true) ? at::ones({}) : plan_.schedule.alphas_cumprod[0];
}

at::Tensor Ddim::step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw, at::Tensor* denoised) {
  const std::int64_t previous = timestep(step) - stride_;
  const at::Tensor alpha = plan_.schedule.alphas_cumprod[timestep(step)];
  const at::Tensor alpha_previous = previous >= 0 ? plan_.schedule.alphas_cumprod[previous] : final_alpha_;
  const at::Tensor beta = 1 - alpha;

  at::Tensor clean, noise;
  switch (plan_.schedule.prediction) {
    case Prediction::epsilon:
      clean = (x - beta.sqrt() * model_output) / alpha.sqrt();
      noise = model_output;
      break;
    case Prediction::sample:
      clean = model_output;
      noise = (x - alpha.sqrt() * clean) / beta.sqrt();
      break;
    case Prediction::v_prediction:
      clean = alpha.sqrt() * x - beta.sqrt() * model_output;
      noise = alpha.sqrt() * model_output + beta.sqrt() * x;
      break;
  }
  clean = limited(clean);
  if (denoised != nullptr) *denoised = clean;

  const at::Tensor variance = ((1 - alpha_previous) / beta) * (1 - alpha / alpha_previous);
  const at::Tensor deviation = eta_ * variance.sqrt();
  const at::Tensor direction = (1 - alpha_previous - deviation.square()).sqrt() * noise;
  const at::Tensor next = alpha_previous.sqrt() * clean + direction;
  return eta_ > 0 ? next + deviation * draw() : next;
}

}  // namespace

std::unique_ptr<Sampler> make_ddim(const SamplerSettings& settings) { return std::make_unique<Ddim>(settings); }

}  // namespace likeness::diffusion
