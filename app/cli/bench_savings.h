// What an artist may switch on to save time, on this machine with this model: gain in time and cost in the picture, beside the plain one.
// Variants take turns, so that a busy machine slows all of them; the median of `repeat` rounds counts.
// Cost is the distance from the plain picture in decibels (PSNR over -1..1): above 40 hardly anyone sees it, at 20 another picture.
#pragma once

#include <string>

#include "engine/api/job_context.h"
#include "engine/base/json.h"
#include "engine/models/model.h"

namespace likeness::cli {

struct SavingsBench {
  std::int64_t pixels = 0;
  std::int64_t repeat = 1;
  std::string taesd;  // a tiny decoder's file; empty: not measured
};

/// {"plain": {"seconds_median"}, "token_merging": {"seconds_median", "times_faster", "decibels"}, ...}; the decoder alone as
/// "vae_decode" and "taesd_decode".
Json measure_savings(const models::Model& model, const SavingsBench& bench, api::JobContext& context);

}  // namespace likeness::cli
