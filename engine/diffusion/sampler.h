// Samplers: from noise to a clean latent, given denoise(x, t). A name means the diffusers class in cli.md's table; fields that the
// model's scheduler config states count for every class that has them, others take the sampler's class's default.
// A new sampler is one file in samplers/ and one line in its registry. All arithmetic is float32 on the latent's device.
// Errors: usage for an unknown name or a schedule the sampler does not take; bad_input for steps outside 1..train steps.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/base/json.h"
#include "engine/diffusion/noise_schedule.h"

namespace likeness::diffusion {

enum class Spacing { normal, karras };

struct SamplerSettings {
  std::string name = "ddim";      // ddim, euler, euler_a, dpmpp_2m
  Spacing spacing = Spacing::normal;
  int steps = 30;
  double eta = 0;                 // ddim only
  Json config;                    // scheduler_config.json of the model, as the file states it
};

/// One planned run: the timesteps visited, the sigmas (empty for ddim), the factor on the start noise.
struct Plan {
  std::vector<double> timesteps;
  std::vector<double> sigmas;     // with the final one
  double init_sigma = 1;
  NoiseSchedule schedule;
};

/// Model output (epsilon or v, as the config says) for a latent already scaled for the model: x [N,c,h,w], t as the plan has it.
using Denoise = std::function<at::Tensor(const at::Tensor& x, double t)>;

/// A fresh draw of the latent's whole shape for samplers that add noise; called once per step that draws.
using DrawNoise = std::function<at::Tensor()>;

/// Called after each step with the new latent and the current estimate of the clean latent (for previews). May throw to stop.
using AfterStep = std::function<void(int step, const at::Tensor& latent, const at::Tensor& denoised)>;

class Sampler {
 public:
  virtual ~Sampler() = default;
  virtual const Plan& plan() const = 0;

  /// The model's input for latent x at step i (sigma samplers divide by sqrt(sigma^2+1)).
  virtual at::Tensor scale_input(const at::Tensor& x, int step) const = 0;

  /// One step. Returns the next latent; `denoised` receives the estimate of the clean latent.
  virtual at::Tensor step(const at::Tensor& model_output, int step, const at::Tensor& x, const DrawNoise& draw,
                          at::Tensor* denoised) = 0;

  /// A clean latent brought to the noise level of step i, as the class's add_noise does it.
  virtual at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int step) const = 0;
};

std::unique_ptr<Sampler> make_sampler(const SamplerSettings& settings);

/// The plan alone: timesteps, sigmas, the factor on the start noise and the table of cumulated alphas.
Plan schedule(const SamplerSettings& settings);

/// Names in the order the window offers them.
std::vector<std::string> sampler_names();

/// The name here for a diffusers scheduler class, or "ddim" where there is none.
std::string sampler_for_class(const std::string& class_name);

/// The loop: noise (unscaled standard normal) -> final latent.
at::Tensor sample(Sampler& sampler, const at::Tensor& noise, const Denoise& denoise, const DrawNoise& draw, const AfterStep& after);

}  // namespace likeness::diffusion
