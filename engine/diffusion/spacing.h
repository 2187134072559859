// Which timesteps and noise levels a sampler visits: the spacings of diffusers' schedulers, in numpy's arithmetic, and those of A1111.
// Timesteps run from high to low and round half to even. Sigma = sqrt((1-a)/a), a the cumulated alpha.
// Sources: diffusers scheduling_euler_discrete.py; Karras et al. 2022 (equation 5); Lin et al. 2023 (table 2) for the timesteps; Lee et
// al. 2024 (beta); Sabour et al. 2024 (ays); k_diffusion/sampling.py (polyexponential); A1111 modules/sd_schedulers.py for the rest.
#pragma once

#include <string>
#include <vector>

#include "engine/diffusion/noise_schedule.h"

namespace likeness::diffusion {

/// How the noise levels are spaced; `normal` is the class's own way.
enum class Spacing { normal, karras, exponential, beta, sgm_uniform, simple, polyexponential, ays };

/// Names in the order the window offers them; Error{usage} for an unknown one.
std::vector<std::string> spacing_names();
Spacing spacing_named(const std::string& name);

/// numpy.linspace(from, to, count).
std::vector<double> linspace(double from, double to, int count);

/// The visited timesteps: `steps` of them, whole numbers for leading and trailing.
std::vector<double> leading_timesteps(std::int64_t ratio, int steps, std::int64_t offset);
std::vector<double> trailing_timesteps(std::int64_t from, double ratio, int steps);
void round_half_even(std::vector<double>& values);

/// Sigmas of every training step, from low to high noise, and their logarithms; float32 as the reference's tables.
struct SigmaTable {
  std::vector<float> sigmas;
  std::vector<float> log_sigmas;

  explicit SigmaTable(const NoiseSchedule& schedule);
  double sigma_at(double timestep) const;      // linear between neighbours, held at the ends (numpy.interp)
  double log_sigma_at(double timestep) const;  // the same of the logarithms
  double timestep_of(double sigma) const;      // linear in log sigma
};

struct SigmaRange {
  double highest = 0;
  double lowest = 0;
};

/// `count` sigmas from high to low, without the final one, for any spacing but normal. karras, exponential, beta and polyexponential
/// keep to `range`; sgm_uniform and simple take them from the table; ays has its own, made for SD 1.
std::vector<double> spaced_sigmas(Spacing spacing, const SigmaTable& table, SigmaRange range, int count);

}  // namespace likeness::diffusion
