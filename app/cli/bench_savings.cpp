#include "app/cli/bench_savings.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <string_view>

#include <ATen/ATen.h>

#include "engine/generate/generate.h"
#include "engine/tensor/random.h"

namespace likeness::cli {

namespace {

struct Variant {
  const char* name;
  std::function<at::Tensor()> pixels;
  const char* beside;  // what its gain and cost are measured against; null: nothing
  std::vector<double> seconds = {};
  at::Tensor result = {};
};

/// Words and no words, [2,L,d]: real ones where the model can read them.
at::Tensor context_rows(const models::Model& model) {
  if (model.tokenizer) return generate::encode_text(model, generate::token_rows(model, {"a photo of a dog on the beach", ""}), 1);
  at::Generator generator = tensor::make_generator(0);
  const at::Tensor rows = tensor::randn({2, model.text_length(), model.unet.config().cross_attention_dim}, generator);
  return rows.to(model.compute.device, model.compute.dtype);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double decibels(const at::Tensor& found, const at::Tensor& expected) {
  const double error = (found.clamp(-1, 1) - expected.clamp(-1, 1)).to(at::kDouble).square().mean().item<double>();
  return 10 * std::log10(4 / error);
}

Json result_of(const std::vector<Variant>& variants) {
  Json results = Json::object();
  for (const Variant& variant : variants) {
    results[variant.name] = {{"seconds_median", median(variant.seconds)}};
    if (variant.beside == nullptr) continue;
    const auto plain = std::find_if(variants.begin(), variants.end(),
                                    [&](const Variant& other) { return std::string_view(other.name) == variant.beside; });
    results[variant.name]["times_faster"] = median(plain->seconds) / median(variant.seconds);
    results[variant.name]["decibels"] = decibels(variant.result, plain->result);
  }
  return results;
}

}  // namespace

Json measure_savings(const models::Model& model, const SavingsBench& bench, api::JobContext& context) {
  const at::NoGradGuard no_gradients;
  const at::Tensor rows = context_rows(model);
  const auto latents = [&](api::SampleOptions sample) {
    sample.steps = 20;
    sample.width = sample.height = static_cast<int>(bench.pixels);
    return generate::sample_latents(model, {rows.slice(0, 0, 1), rows.slice(0, 1, 2), {0}, sample}, nullptr);
  };
  const auto picture = [&](const api::SampleOptions& sample) {
    return [&, sample] { return model.vae.decode_scaled(latents(sample)); };
  };
  std::vector<Variant> variants{
      {"plain", picture({.sampler = "ddim"}), nullptr},
      {"token_merging", picture({.sampler = "ddim", .tome_ratio = 0.5}), "plain"},
      {"deep_cache", picture({.sampler = "ddim", .deep_cache_interval = 3}), "plain"},
      {"both", picture({.sampler = "ddim", .tome_ratio = 0.5, .deep_cache_interval = 3}), "plain"},
      {"perturbed_attention", picture({.sampler = "ddim", .pag_scale = 3}), "plain"}};
  const at::Tensor end = latents({.sampler = "ddim"});
  if (!bench.taesd.empty()) {
    const auto tiny = models::load_tiny_decoder(bench.taesd, model);
    variants.push_back({"vae_decode", [&] { return model.vae.decode_scaled(end); }, nullptr});
    variants.push_back({"taesd_decode", [&, tiny] { return tiny->decode(end); }, "vae_decode"});
  }
  const auto total = (bench.repeat + 1) * static_cast<std::int64_t>(variants.size());
  for (std::int64_t round = 0, done = 0; round <= bench.repeat; ++round) {  // the first one is not counted
    for (Variant& variant : variants) {
      context.step(api::Phase::sampling, done++, total);
      const auto start = std::chrono::steady_clock::now();
      variant.result = variant.pixels().to(at::kCPU);
      if (round > 0) variant.seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
  }
  return result_of(variants);
}

}  // namespace likeness::cli
