#include "engine/tensor/random.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

namespace likeness::tensor {
namespace {

void check_values(const at::Tensor& tensor, const std::vector<double>& expected, double tolerance = 1e-5) {
  const at::Tensor flat = tensor.flatten();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(flat[static_cast<std::int64_t>(i)].item<double>() == doctest::Approx(expected[i]).epsilon(tolerance));
  }
}

}  // namespace

TEST_CASE("a seed means the same numbers as in Python") {
  at::Generator few = make_generator(0);
  check_values(randn({5}, few), {1.540996, -0.293429, -2.178789, 0.568431, -1.084522});
  at::Generator many = make_generator(0);
  const at::Tensor latent = randn({1, 4, 64, 64}, many);
  check_values(latent, {-1.125840, -1.152360, -0.250579, -0.433879, 0.848710});
  check_values(latent.flatten().slice(0, -2), {-1.366470, -1.078208});
  at::Generator other = make_generator(42);
  check_values(randn({1, 4, 64, 64}, other), {1.926915, 1.487284, 0.900717, -2.105521, 0.678418});
  at::Generator whole = make_generator(0);
  CHECK(randint(0, 1000, {4}, whole).equal(at::tensor({44, 239, 933, 760}, at::kLong)));
}

TEST_CASE("a generator goes on exactly where its state was taken") {
  at::Generator generator = make_generator(7);
  randn({3}, generator);
  const at::Tensor state = generator_state(generator);
  const at::Tensor expected = randn({20}, generator);
  at::Generator other = make_generator(1);
  set_generator_state(other, state);
  CHECK(randn({20}, other).equal(expected));
}

TEST_CASE("drawn seeds are in A1111's range and differ") {
  const std::int64_t first = draw_seed(), second = draw_seed();
  CHECK(first >= 0);
  CHECK(first <= 4294967293);
  CHECK(first != second);
}

}  // namespace likeness::tensor
