// Which tokens merge, and that each gets the result of the one it went into.
#include "engine/models/token_merging.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/tensor/random.h"

namespace likeness::models::merging_tests {
namespace {

at::Tensor tokens(std::int64_t rows, std::int64_t count) {
  at::Generator generator = tensor::make_generator(3);
  return tensor::randn({rows, count, 6}, generator);
}

}  // namespace

TEST_CASE("alike tokens merge into their mean, the rest comes back untouched") {
  at::Tensor x = tokens(1, 16);
  x[0][1] = 2 * x[0][2];  // token 2 stays (top left of its block), token 1 points the same way
  const TokenMerging merging(x, {4, 4}, 1.0 / 16);
  const at::Tensor merged = merging.merge(x);
  CHECK(merged.sizes().equals({1, 15, 6}));
  const at::Tensor back = merging.unmerge(merged);
  const at::Tensor mean = (x[0][1] + x[0][2]) / 2;
  CHECK(back[0][1].allclose(mean));
  CHECK(back[0][2].allclose(mean));
  for (const int i : {0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}) CHECK(back[0][i].equal(x[0][i]));
}

TEST_CASE("each row merges for itself; odd sides and high ratios are no trouble") {
  for (const auto& [height, width] : std::vector<std::pair<std::int64_t, std::int64_t>>{{4, 6}, {5, 7}, {3, 2}, {2, 2}, {1, 1}, {1, 5}}) {
    CAPTURE(height);
    CAPTURE(width);
    const at::Tensor x = tokens(3, height * width);
    const std::int64_t staying = (height / 2) * (width / 2), others = height * width - staying;
    for (const double ratio : {0.1, 0.5, 0.75}) {
      const auto wanted = static_cast<std::int64_t>(static_cast<double>(height * width) * ratio);
      const std::int64_t count = staying == 0 ? 0 : std::min(others, wanted);
      const TokenMerging merging(x, {height, width}, ratio);
      CHECK(merging.merge(x).sizes().equals({3, height * width - count, 6}));
      const at::Tensor back = merging.unmerge(merging.merge(x));
      CHECK(back.sizes().equals(x.sizes()));
      const TokenMerging alone(x.slice(0, 1, 2), {height, width}, ratio);
      CHECK(alone.unmerge(alone.merge(x.slice(0, 1, 2))).allclose(back.slice(0, 1, 2), 1e-5, 1e-6));
    }
  }
}

}  // namespace likeness::models::merging_tests
