// In tiles as whole: the same size, nearly the same picture, no seam; and pictures whose edges meet.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/generate/repeating_edges.h"
#include "engine/generate/tiled_vae.h"
#include "engine/tensor/random.h"
#include "tests/engine/generate/models_for_tests.h"

using namespace likeness;
using namespace likeness::generate;
using fixtures::model_for_tests;

namespace {

/// Latents as pictures have them: smooth.
at::Tensor smooth_latent(std::int64_t channels, std::int64_t height, std::int64_t width) {
  at::Generator generator = tensor::make_generator(3);
  const std::vector<std::int64_t> size = {height, width};
  return at::upsample_bilinear2d(tensor::randn({1, channels, 4, 4}, generator), size, true);
}

/// The largest step from one column to the next, averaged over rows, at the columns given, against the mean of all columns.
double seam(const at::Tensor& pixels, std::int64_t column) {
  const at::Tensor steps = (pixels.slice(3, 1) - pixels.slice(3, 0, -1)).abs().mean(at::IntArrayRef{0, 1, 2});
  return steps[column - 1].item<double>() / steps.mean().item<double>();
}

}  // namespace

TEST_CASE("a picture no larger than a tile has the bytes of the whole") {
  const models::Model& model = model_for_tests("starter");
  const at::Tensor latent = smooth_latent(8, 10, 16);
  CHECK(at::equal(decode_tiled(model.vae, latent, 128), model.vae.decode_scaled(latent)));
  CHECK(at::equal(decode_tiled(model.vae, latent, 0), model.vae.decode_scaled(latent)));
  const at::Tensor pixels = model.vae.decode_scaled(latent);
  CHECK(at::equal(encode_tiled(model.vae, pixels, 128), model.vae.encode_mean_scaled(pixels)));
  CHECK_THROWS_AS(decode_tiled(model.vae, latent, 56), Error);
}

TEST_CASE("larger ones: near the whole, and no seam where tiles meet") {
  const models::Model& model = model_for_tests("starter");
  const at::NoGradGuard no_grad;
  const at::Tensor latent = smooth_latent(8, 20, 36);
  const at::Tensor whole = model.vae.decode_scaled(latent), tiled = decode_tiled(model.vae, latent, 128);
  REQUIRE(tiled.sizes().equals({1, 3, 160, 288}));
  const double apart = ((tiled - whole).norm() / whole.norm()).item<double>();
  MESSAGE("decode, tiles against whole: " << apart);
  CHECK(apart < 0.2);
  for (std::int64_t column = 8; column < 288; column += 8) CHECK(seam(tiled, column) < 3);
  const at::Tensor encoded = model.vae.encode_mean_scaled(whole), in_tiles = encode_tiled(model.vae, whole, 128);
  REQUIRE(in_tiles.sizes().equals(encoded.sizes()));
  const double encoded_apart = ((in_tiles - encoded).norm() / encoded.norm()).item<double>();
  MESSAGE("encode, tiles against whole: " << encoded_apart);
  CHECK(encoded_apart < 0.2);
}

TEST_CASE("a repeating picture may be shifted around its edges, and only while it is asked for") {
  const models::Model& model = model_for_tests("tiny-sd1");
  const at::NoGradGuard no_grad;
  const at::Tensor latent = smooth_latent(4, 16, 16);
  const at::Tensor before = model.vae.decode_scaled(latent);
  {
    const RepeatingEdges edges(model, true);
    const at::Tensor straight = model.vae.decode_scaled(latent);
    const std::int64_t factor = model.vae.factor();
    const at::Tensor shifted = model.vae.decode_scaled(latent.roll({5, 3}, {2, 3})).roll({-5 * factor, -3 * factor}, {2, 3});
    CHECK(at::allclose(shifted, straight, 1e-3, 1e-3));
    CHECK(!at::allclose(straight, before, 1e-2, 1e-2));
  }
  CHECK(at::equal(model.vae.decode_scaled(latent), before));
  const RepeatingEdges unwanted(model, false);
  CHECK(at::equal(model.vae.decode_scaled(latent), before));
}
