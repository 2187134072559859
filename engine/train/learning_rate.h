// The learning rate over the steps of a run: a warm-up from 0, then one of diffusers' curves, or REX.
// A rate is a function of the step alone, so a resumed run goes on where the curve is. Steps count from 0.
// Source: diffusers optimization.py (get_*_schedule); Chen et al. 2021, "REX".
#pragma once

#include <cstdint>
#include <vector>

#include "engine/api/train_options.h"

namespace likeness::train {

/// The rate that step `step` of `steps` uses, for a part whose full rate is `rate`. polynomial ends at 1e-7 (at `rate` where that is less).
double rate_at(const api::TrainOptions& options, double rate, std::int64_t step, std::int64_t steps);

/// Entry i is what step i uses.
std::vector<double> rate_curve(const api::TrainOptions& options, double rate, std::int64_t steps);

}  // namespace likeness::train
