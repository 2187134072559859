// Samplers: from noise to a clean latent, given denoise(x, t). A name means the diffusers class in cli.md's table; fields that the
// model's scheduler config states count for every class that has them, others take the sampler's class's default.
// A new sampler is one file in samplers/ and one line in its registry. All arithmetic is float32 on the latent's device.
// A sampler may evaluate the model more than once a step: an `evaluation` is an index into the plan's timesteps, a step is what people
// count. Errors: usage for an unknown name or a schedule the sampler does not take; bad_input for steps outside 1..train steps.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/base/json.h"
#include "engine/diffusion/noise_schedule.h"
#include "engine/diffusion/spacing.h"

namespace likeness::diffusion {

struct SamplerSettings {
  std::string name = "ddim";      // one of sampler_names()
  Spacing spacing = Spacing::normal;
  int steps = 30;
  double eta = 0;                 // ddim only
  Json config;                    // scheduler_config.json of the model, as the file states it
};

/// One planned run: the timesteps visited, the sigmas (empty for ddim, ddpm, plms, lcm), the factor on the start noise.
struct Plan {
  std::vector<double> timesteps;  // one for each evaluation of the model
  std::vector<double> sigmas;     // as the class lists them, with the final one
  double init_sigma = 1;
  NoiseSchedule schedule;
  int order = 1;                  // step k starts at evaluation k * order, as the class counts
  std::vector<int> step_of;       // the step that each evaluation belongs to; empty: one evaluation a step

  int evaluations() const { return static_cast<int>(timesteps.size()); }
  int steps() const { return evaluations() == 0 ? 0 : step_at(evaluations() - 1) + 1; }
  int step_at(int evaluation) const { return step_of.empty() ? evaluation : step_of[static_cast<std::size_t>(evaluation)]; }
  bool ends_step(int evaluation) const { return evaluation + 1 == evaluations() || step_at(evaluation + 1) != step_at(evaluation); }
};

/// Model output (epsilon or v, as the config says) for a latent already scaled for the model: x [N,c,h,w], t as the plan has it.
using Denoise = std::function<at::Tensor(const at::Tensor& x, double t)>;

/// A fresh draw of the latent's whole shape for samplers that add noise; called once per evaluation that draws.
using DrawNoise = std::function<at::Tensor()>;

/// Called after each step with the new latent and the current estimate of the clean latent (for previews). May throw to stop.
using AfterStep = std::function<void(int step, const at::Tensor& latent, const at::Tensor& denoised)>;

/// One run: evaluations are given in order, from any step's first. A jump forgets what a multistep rule remembers.
class Sampler {
 public:
  virtual ~Sampler() = default;
  virtual const Plan& plan() const = 0;

  /// The model's input for latent x (sigma samplers divide by sqrt(sigma^2+1)).
  virtual at::Tensor scale_input(const at::Tensor& x, int evaluation) const = 0;

  /// Returns the next latent; `denoised` receives the estimate of the clean latent.
  virtual at::Tensor step(const at::Tensor& model_output, int evaluation, const at::Tensor& x, const DrawNoise& draw,
                          at::Tensor* denoised) = 0;

  /// A clean latent brought to the noise level of an evaluation, as the class's add_noise does it.
  virtual at::Tensor add_noise(const at::Tensor& sample, const at::Tensor& noise, int evaluation) const = 0;
};

std::unique_ptr<Sampler> make_sampler(const SamplerSettings& settings);

/// The plan alone: timesteps, sigmas, the factor on the start noise and the table of cumulated alphas.
Plan schedule(const SamplerSettings& settings);

/// Names in the order the window offers them.
std::vector<std::string> sampler_names();

/// Whether the sampler takes another spacing than normal. Error{usage} for an unknown name.
bool takes_spacings(const std::string& sampler);

/// The name here for a scheduler config's class (and algorithm), or "ddim" where there is none.
std::string sampler_for_config(const Json& scheduler_config);

/// The loop: noise (unscaled standard normal) -> final latent.
at::Tensor sample(Sampler& sampler, const at::Tensor& noise, const Denoise& denoise, const DrawNoise& draw, const AfterStep& after);

/// The loop from a latent that is at the noise level of `first_step`'s first evaluation.
at::Tensor sample_from(Sampler& sampler, at::Tensor x, int first_step, const Denoise& denoise, const DrawNoise& draw,
                       const AfterStep& after);

}  // namespace likeness::diffusion
