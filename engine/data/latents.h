// Latents of the training pictures, encoded once: mean and log-variance of the posterior, so that each step draws a fresh sample
// without running the encoder. Given encode(pixels), which this room does not look into.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "engine/api/job_context.h"

namespace likeness::data {

struct LatentStatistics {
  at::Tensor mean;          // [n,c,h,w] float32 CPU
  at::Tensor log_variance;
};

/// pixels [1,3,S,S] in -1..1 -> {mean, log_variance} [1,c,h,w], unscaled.
using Encode = std::function<std::pair<at::Tensor, at::Tensor>(const at::Tensor& pixels)>;

LatentStatistics encode_pictures(const std::vector<std::string>& files, int resolution, const Encode& encode, api::JobContext& context);

/// (mean + exp(log_variance/2) * noise) of the rows named.
at::Tensor draw_latents(const LatentStatistics& statistics, const std::vector<std::int64_t>& rows, at::Generator& generator);

}  // namespace likeness::data
