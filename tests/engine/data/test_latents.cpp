#include "engine/data/latents.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/image/png.h"
#include "engine/tensor/random.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;

namespace {

std::string plain(const test::TemporaryFolder& folder, const std::string& name, std::uint8_t level) {
  image::Picture picture{.width = 40, .height = 24, .rgb = std::vector<std::uint8_t>(40 * 24 * 3, level)};
  image::write_png(folder / name, picture);
  return (folder / name).string();
}

}  // namespace

TEST_CASE("pictures are cut to squares and encoded one by one, in order") {
  const test::TemporaryFolder folder;
  const std::vector<std::string> files = {plain(folder, "black.png", 0), plain(folder, "white.png", 255)};
  api::JobContext context(1, {});
  const data::Encode encode = [](const at::Tensor& pixels) {
    CHECK(pixels.sizes() == at::IntArrayRef({1, 3, 16, 16}));
    return std::pair(pixels.mean({2, 3}, true), at::full({1, 3, 1, 1}, -4.0));
  };
  const auto statistics = data::encode_pictures(files, 16, encode, context);
  CHECK(statistics.mean.sizes() == at::IntArrayRef({2, 3, 1, 1}));
  CHECK(statistics.mean[0][0].item<float>() == doctest::Approx(-1));
  CHECK(statistics.mean[1][2].item<float>() == doctest::Approx(1));
  CHECK(statistics.log_variance[1][0].item<float>() == -4);
}

TEST_CASE("a draw is mean + exp(log variance / 2) * noise of the rows named") {
  data::LatentStatistics statistics{at::arange(3, at::kFloat).reshape({3, 1, 1, 1}).expand({3, 2, 4, 4}).contiguous(),
                                    at::full({3, 2, 4, 4}, std::log(0.25))};
  at::Generator one = tensor::make_generator(5), other = tensor::make_generator(5);
  const at::Tensor drawn = data::draw_latents(statistics, {2, 0}, one);
  const at::Tensor noise = tensor::randn({2, 2, 4, 4}, other);
  CHECK(at::allclose(drawn[0], 2 + 0.5 * noise[0], 1e-6, 1e-6));
  CHECK(at::allclose(drawn[1], 0.5 * noise[1], 1e-6, 1e-6));
  CHECK_FALSE(at::equal(drawn, data::draw_latents(statistics, {2, 0}, one)));
}

TEST_CASE("a cancelled job stops between two pictures") {
  const test::TemporaryFolder folder;
  std::stop_source stop;
  api::JobContext context(1, {}, stop.get_token());
  int encoded = 0;
  const data::Encode encode = [&](const at::Tensor& pixels) {
    ++encoded;
    stop.request_stop();
    return std::pair(pixels, pixels);
  };
  const std::string file = plain(folder, "a.png", 9);
  CHECK_THROWS(data::encode_pictures({file, file, file}, 8, encode, context));
  CHECK(encoded == 1);
}
