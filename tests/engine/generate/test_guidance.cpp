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

}  // namespace

TEST_CASE("off: the plain formula, at every timestep") {
  const Numbers n = numbers();
  const Guidance plain = guidance({.guidance = 7.5});
  CHECK(at::equal(guide(plain, n.x, 500, n.with_words, n.without), n.without + 7.5 * (n.with_words - n.without)));
  CHECK(guides_at(plain, 999));
  CHECK(guides_at(plain, 0));
}

TEST_CASE("rescale 1 gives the deviation of the prediction with words, 0.5 lies half way") {
  const Numbers n = numbers();
  const at::Tensor none = guide(guidance({.guidance = 9}), n.x, 500, n.with_words, n.without);
  const at::Tensor full = guide(guidance({.guidance = 9, .guidance_rescale = 1}), n.x, 500, n.with_words, n.without);
  const at::Tensor half = guide(guidance({.guidance = 9, .guidance_rescale = 0.5}), n.x, 500, n.with_words, n.without);
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
    const at::Tensor mimic = guide(low, n.x, t, n.with_words, n.without);
    CHECK(at::allclose(guide(same, n.x, t, n.with_words, n.without), mimic, 1e-4, 1e-3));
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
    CHECK(at::allclose(range(guide(strong, n.x, t, n.with_words, n.without)), range(mimic), 1e-3, 1e-3));
    const at::Tensor untamed = guide(guidance({.guidance = 30}, prediction), n.x, t, n.with_words, n.without);
    CHECK((range(untamed) > 2 * range(mimic)).all().item<bool>());
  }
}
