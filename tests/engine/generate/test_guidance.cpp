// Guidance beyond its strength: what each formula promises, and that nothing changes while it is off.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/generate/guidance.h"
#include "engine/tensor/random.h"

using namespace likeness;
using namespace likeness::generate;

namespace {

struct Numbers {
  at::Tensor x, with_words, without;
};

Numbers numbers() {
  at::Generator generator = tensor::make_generator(5);
  const auto draw = [&] { return tensor::randn({1, 4, 8, 8}, generator); };
  return {draw(), draw(), draw()};
}

Guidance guidance(const api::SampleOptions& options, const char* prediction = "epsilon") {
  return {options, diffusion::noise_schedule({{"prediction_type", prediction}, {"beta_schedule", "scaled_linear"}})};
}

at::Tensor guided(const Guidance& guidance, const Numbers& n, double timestep, const at::Tensor& perturbed = {}) {
  return guide(guidance, {.x = n.x, .timestep = timestep, .with_words = n.with_words, .without = n.without, .perturbed = perturbed});
}

}  // namespace

TEST_CASE("off: the plain formula, at every timestep") {
  const Numbers n = numbers();
  const Guidance plain = guidance({.guidance = 7.5});
  CHECK(at::equal(guided(plain, n, 500), n.without + 7.5 * (n.with_words - n.without)));
  CHECK(guides_at(plain, 999));
  CHECK(guides_at(plain, 0));
}

TEST_CASE("rescale 1 gives the deviation of the prediction with words, 0.5 lies half way") {
  const Numbers n = numbers();
  const at::Tensor none = guided(guidance({.guidance = 9}), n, 500);
  const at::Tensor full = guided(guidance({.guidance = 9, .guidance_rescale = 1}), n, 500);
  const at::Tensor half = guided(guidance({.guidance = 9, .guidance_rescale = 0.5}), n, 500);
  CHECK(full.std().item<double>() == doctest::Approx(n.with_words.std().item<double>()).epsilon(1e-5));
  CHECK(none.std().item<double>() > 5 * full.std().item<double>());
  CHECK(at::allclose(half, 0.5 * (none + full), 1e-5, 1e-5));
}

TEST_CASE("the interval counts from the noise, ends included") {
  const Guidance some = guidance({.guidance_start = 0.25, .guidance_end = 0.75});
  CHECK(!guides_at(some, 900));
  CHECK(guides_at(some, 750));
  CHECK(guides_at(some, 500));
  CHECK(guides_at(some, 250));
  CHECK(!guides_at(some, 100));
}

TEST_CASE("dynamic thresholding keeps the range of the lower guidance, whatever the model predicts") {
  const Numbers n = numbers();
  for (const char* prediction : {"epsilon", "v_prediction", "sample"}) {
    CAPTURE(prediction);
    const double t = 400;
    const Guidance strong = guidance({.guidance = 30, .dynamic_threshold = 7}, prediction);
    const Guidance same = guidance({.guidance = 7, .dynamic_threshold = 7}, prediction);
    const Guidance low = guidance({.guidance = 7}, prediction);
    const at::Tensor mimic = guided(low, n, t);
    CHECK(at::allclose(guided(same, n, t), mimic, 1e-4, 1e-3));
    // Of the clean estimate: x = signal * clean + noise * epsilon.
    const double alpha = strong.schedule.alphas_cumprod[400].item<double>();
    const double signal = std::sqrt(alpha), noise = std::sqrt(1 - alpha);
    const auto range = [&](const at::Tensor& output) {
      const std::string kind = prediction;
      const at::Tensor clean = kind == "epsilon"        ? at::Tensor((n.x - noise * output) / signal)
                               : kind == "v_prediction" ? at::Tensor(signal * n.x - noise * output)
                                                        : output;
      const at::Tensor flat = clean.flatten(2);
      return (flat - flat.mean(at::IntArrayRef{2}, true)).abs().amax(2);
    };
    CHECK(at::allclose(range(guided(strong, n, t)), range(mimic), 1e-3, 1e-3));
    const at::Tensor untamed = guided(guidance({.guidance = 30}, prediction), n, t);
    CHECK((range(untamed) > 2 * range(mimic)).all().item<bool>());
  }
}

TEST_CASE("perturbed attention leads away from the perturbed prediction, weaker towards the picture where asked") {
  const Numbers n = numbers();
  const at::Tensor perturbed = numbers().x * 0.3;
  const Guidance fixed = guidance({.guidance = 5, .pag_scale = 3});
  CHECK(perturbed_weight(guidance({.guidance = 5}), 500) == 0);
  CHECK(perturbed_weight(fixed, 999) == 3);
  const Guidance adaptive = guidance({.guidance = 5, .pag_scale = 3, .pag_adaptive = 0.005});
  CHECK(perturbed_weight(adaptive, 800) == doctest::Approx(2));
  CHECK(perturbed_weight(adaptive, 300) == 0);
  const at::Tensor away = n.with_words - perturbed;
  CHECK(at::allclose(guided(fixed, n, 800, perturbed), n.without + 5 * (n.with_words - n.without) + 3 * away, 1e-5, 1e-5));
  CHECK(at::allclose(guided(adaptive, n, 800, perturbed), n.without + 5 * (n.with_words - n.without) + 2 * away, 1e-5, 1e-5));
  const Numbers alone{n.x, n.with_words, {}};
  CHECK(at::allclose(guided(fixed, alone, 800, perturbed), n.with_words + 3 * away, 1e-5, 1e-5));
}
