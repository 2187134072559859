// Which timesteps and noise levels a sampler visits: the spacings of diffusers' schedulers, in numpy's arithmetic.
// Timesteps run from high to low and round half to even. Sigma = sqrt((1-a)/a), a the cumulated alpha.
// Sources: diffusers scheduling_euler_discrete.py; Karras et al. 2022 (equation 5); Lin et al. 2023 (table 2) for the spacings.
#pragma once

#include <string>
#include <vector>

#include "engine/diffusion/noise_schedule.h"

namespace likeness::diffusion {

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
  double sigma_at(double timestep) const;     // linear between neighbours, held at the ends (numpy.interp)
  double timestep_of(double sigma) const;     // linear in log sigma
};

/// `count` sigmas from `highest` down to `lowest`.
std::vector<double> karras_sigmas(double highest, double lowest, int count);
std::vector<double> exponential_sigmas(double highest, double lowest, int count);

}  // namespace likeness::diffusion
