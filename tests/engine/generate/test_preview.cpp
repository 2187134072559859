// Previews: a linear map fitted to the model's own decoder; like the picture, the same every time, and fast.
#include <chrono>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/generate/generate.h"
#include "engine/tensor/files.h"
#include "tests/engine/generate/models_for_tests.h"

using namespace likeness;
using namespace likeness::generate;
using fixtures::model_for_tests;

namespace {

at::Tensor values(const api::Pixels& pixels) {
  const at::Tensor bytes = at::tensor(std::vector<std::int64_t>(pixels.rgb.begin(), pixels.rgb.end()));
  return bytes.view({pixels.height, pixels.width, 3}).permute({2, 0, 1}).to(at::kDouble) / 127.5 - 1;
}

double correlation(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor x = a - a.mean(), y = b - b.mean();
  return ((x * y).sum() / (x.norm() * y.norm())).item<double>();
}

}  // namespace

TEST_CASE("a preview looks like the decoded picture, a pixel for each latent cell") {
  const models::Model& model = model_for_tests("starter");
  const auto golden = tensor::read_tensors(fixtures::golden_folder + "/sampling-starter-dpmpp_2m.safetensors");
  const at::Tensor latent = golden.at("latents").slice(0, 0, 1);
  const auto pixels = preview(model, latent);
  const std::int64_t factor = model.vae.factor(), h = latent.size(2), w = latent.size(3);
  REQUIRE(pixels->width == w);
  REQUIRE(pixels->height == h);
  const at::Tensor decoded = golden.at("pixels").to(at::kDouble).clamp(-1, 1);
  const at::Tensor small = decoded.reshape({3, h, factor, w, factor}).mean(at::IntArrayRef{2, 4});
  CHECK(correlation(values(*pixels), small) > 0.95);
  CHECK((values(*pixels) - small).abs().mean().item<double>() < 0.15);
}

TEST_CASE("previews are deterministic and cost under 2 ms once fitted") {
  const models::Model& model = model_for_tests("starter");
  const auto golden = tensor::read_tensors(fixtures::golden_folder + "/sampling-starter-ddim.safetensors");
  const at::Tensor latent = golden.at("latents")[0];
  const auto first = preview(model, latent);
  double fastest = 1;
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto again = preview(model, latent);
    fastest = std::min(fastest, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    REQUIRE(again->rgb == first->rgb);
  }
  CHECK(fastest < 0.002);
  models::Model other = model;  // shares the decoder, so the fit as well
  CHECK(preview(other, latent)->rgb == first->rgb);
}
