#include "engine/train/optimizer.h"

#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"

using namespace likeness;

namespace {

train::Part part(const std::string& name, const std::vector<float>& values, double learning_rate) {
  at::Tensor parameter = at::tensor(values);
  parameter.requires_grad_(true);
  return {.name = name, .learning_rate = learning_rate, .names = {name + ".w"}, .parameters = {parameter}};
}

api::TrainOptions options(double clip_norm = 0) {
  api::TrainOptions one;
  one.clip_norm = clip_norm;
  return one;
}

void set_gradient(train::Part& one, const std::vector<float>& values) { one.parameters[0].mutable_grad() = at::tensor(values); }

std::vector<double> values(const train::Part& one) {
  std::vector<double> found;
  for (std::int64_t i = 0; i < one.parameters[0].numel(); ++i) found.push_back(one.parameters[0][i].item<double>());
  return found;
}

}  // namespace

TEST_CASE("the first step moves by the learning rate against the gradient's sign, after the decay") {
  std::vector<train::Part> parts = {part("unet", {2, -3}, 0.1), part("text_encoder", {1}, 0.01)};
  train::AdamW optimizer(parts, options());
  set_gradient(parts[0], {0.5f, -4});
  set_gradient(parts[1], {7});
  optimizer.step(optimizer.gradient_norm());
  CHECK(values(parts[0])[0] == doctest::Approx(2 * (1 - 0.1 * 0.01) - 0.1));
  CHECK(values(parts[0])[1] == doctest::Approx(-3 * (1 - 0.1 * 0.01) + 0.1));
  CHECK(values(parts[1])[0] == doctest::Approx(1 * (1 - 0.01 * 0.01) - 0.01));
  CHECK_FALSE(parts[0].parameters[0].grad().defined());
}

TEST_CASE("the norm is of all parts together, and clipping uses it") {
  std::vector<train::Part> parts = {part("unet", {0, 0}, 0.1), part("text_encoder", {0}, 0.1)};
  train::AdamW optimizer(parts, options(1));
  set_gradient(parts[0], {3, 0});
  set_gradient(parts[1], {4});
  CHECK(optimizer.gradient_norm() == doctest::Approx(5));
  optimizer.step(5);
  tensor::TensorMap state;
  optimizer.save(state);
  CHECK(state.at("optimizer.m.unet.w")[0].item<double>() == doctest::Approx(0.1 * 3 / 5).epsilon(1e-5));
  CHECK(state.at("optimizer.m.text_encoder.w")[0].item<double>() == doctest::Approx(0.1 * 4 / 5).epsilon(1e-5));
  CHECK(state.at("optimizer.v.unet.w")[0].item<double>() == doctest::Approx(0.001 * 9 / 25).epsilon(1e-5));
}

TEST_CASE("a small gradient is not scaled up") {
  std::vector<train::Part> parts = {part("unet", {0}, 0.1)};
  train::AdamW optimizer(parts, options(1));
  set_gradient(parts[0], {0.25f});
  optimizer.step(optimizer.gradient_norm());
  tensor::TensorMap state;
  optimizer.save(state);
  CHECK(state.at("optimizer.m.unet.w")[0].item<double>() == doctest::Approx(0.025));
}

TEST_CASE("many steps find the minimum of a quadratic (transformers' sanity case)") {
  std::vector<train::Part> parts = {part("unet", {0.1f, -0.2f, -0.1f}, 0.2)};
  api::TrainOptions plain = options();
  plain.weight_decay = 0;
  train::AdamW optimizer(parts, plain);
  const at::Tensor target = at::tensor(std::vector<float>{0.4f, 0.2f, -0.5f});
  for (int i = 0; i < 100; ++i) {
    at::mse_loss(parts[0].parameters[0], target).backward();
    optimizer.step(optimizer.gradient_norm());
  }
  CHECK(at::allclose(parts[0].parameters[0].detach(), target, 0, 1e-2));
}

TEST_CASE("a saved optimizer goes on as the one that was not interrupted") {
  std::vector<train::Part> one = {part("unet", {1, 2}, 0.1)}, other = {part("unet", {1, 2}, 0.1)};
  train::AdamW straight(one, options(1)), first(other, options(1));
  const auto step = [](train::AdamW& optimizer, std::vector<train::Part>& parts, float gradient) {
    set_gradient(parts[0], {gradient, -gradient});
    optimizer.step(optimizer.gradient_norm());
  };
  for (int i = 1; i <= 3; ++i) step(straight, one, static_cast<float>(i)), step(first, other, static_cast<float>(i));
  tensor::TensorMap state;
  first.save(state);
  train::AdamW second(other, options(1));
  second.load(state, "state.safetensors");
  for (int i = 4; i <= 6; ++i) step(straight, one, static_cast<float>(i)), step(second, other, static_cast<float>(i));
  CHECK(at::equal(one[0].parameters[0], other[0].parameters[0]));
  state.erase("optimizer.v.unet.w");
  CHECK_THROWS_AS(second.load(state, "state.safetensors"), Error);
}
