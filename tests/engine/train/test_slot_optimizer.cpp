#include "engine/train/slot_optimizer.h"

#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tensor/random.h"

using namespace likeness;

namespace {

std::vector<train::Part> one_part(std::vector<std::int64_t> shape, double rate) {
  at::Generator generator = tensor::make_generator(7);
  at::Tensor parameter = tensor::randn(shape, generator);
  parameter.requires_grad_(true);
  return {{.name = "unet", .learning_rate = rate, .names = {"unet.w"}, .parameters = {parameter}}};
}

api::TrainOptions options(const std::string& optimizer) {
  api::TrainOptions one;
  one.optimizer = optimizer;
  one.weight_decay = 0;
  one.clip_norm = 0;
  if (optimizer == "lion") one.adam_beta2 = 0.9;  // a short memory for a short run: signs overshoot by as long as it lasts
  return one;
}

/// Gradient of step i: the same for every optimizer.
void step(train::Optimizer& optimizer, std::vector<train::Part>& parts, int i) {
  at::Generator generator = tensor::make_generator(static_cast<std::uint64_t>(100 + i));
  parts[0].parameters[0].mutable_grad() = tensor::randn(parts[0].parameters[0].sizes(), generator);
  optimizer.step(optimizer.gradient_norm());
}

}  // namespace

TEST_CASE("every optimizer finds the minimum of a quadratic") {
  const std::map<std::string, double> rates = {{"adamw", 0.1}, {"adamw8bit", 0.1}, {"adafactor", 0.1}, {"lion", 0.05}, {"prodigy", 1}};
  for (const auto& [name, rate] : rates) {
    CAPTURE(name);
    std::vector<train::Part> parts = one_part({80, 60}, rate);
    const auto optimizer = train::make_optimizer(parts, options(name));
    const at::Tensor target = at::full({80, 60}, 0.5, at::kFloat);
    const int steps = 300;
    for (int i = 0; i < steps; ++i) {
      at::mse_loss(parts[0].parameters[0], target).backward();
      std::vector<double> falling = {rate * (1 - static_cast<double>(i) / steps)};
      optimizer->step(optimizer->gradient_norm(), falling);
    }
    CHECK((parts[0].parameters[0].detach() - target).abs().max().item<double>() < 0.05);
  }
}

TEST_CASE("every optimizer goes on from its saved state as if it had not stopped, and refuses half a state") {
  for (const char* name : {"adamw", "adamw8bit", "adafactor", "lion", "prodigy"}) {
    CAPTURE(name);
    std::vector<train::Part> one = one_part({90, 70}, 0.01), other = one_part({90, 70}, 0.01);
    const auto straight = train::make_optimizer(one, options(name)), first = train::make_optimizer(other, options(name));
    for (int i = 0; i < 3; ++i) step(*straight, one, i), step(*first, other, i);
    tensor::TensorMap state;
    first->save(state);
    const auto second = train::make_optimizer(other, options(name));
    second->load(state, "state.safetensors");
    for (int i = 3; i < 6; ++i) step(*straight, one, i), step(*second, other, i);
    CHECK(at::equal(one[0].parameters[0], other[0].parameters[0]));
    state.erase("optimizer.step");
    CHECK_THROWS_AS(second->load(state, "state.safetensors"), Error);
  }
}

TEST_CASE("the dynamic map is bitsandbytes' own") {
  const at::Tensor with_sign = train::dynamic_map(true), without = train::dynamic_map(false);
  CHECK(with_sign.numel() == 256);
  CHECK(without.numel() == 256);
  CHECK(with_sign[0].item<double>() == doctest::Approx(-0.99296875));
  CHECK(with_sign[255].item<double>() == 1);
  CHECK(without[0].item<double>() == 0);
  CHECK(without[1].item<double>() == doctest::Approx(0.325e-6));
  CHECK((with_sign == 0).sum().item<std::int64_t>() == 1);
}

TEST_CASE("8 bits: moments in bytes and block maxima, and steps near those of the whole numbers") {
  std::vector<train::Part> bytes = one_part({100, 67}, 0.01), whole = one_part({100, 67}, 0.01);
  const auto small = train::make_optimizer(bytes, options("adamw8bit")), large = train::make_optimizer(whole, options("adamw"));
  const at::Tensor start = whole[0].parameters[0].detach().clone();
  for (int i = 0; i < 10; ++i) step(*small, bytes, i), step(*large, whole, i);
  const double moved = (whole[0].parameters[0].detach() - start).norm().item<double>();
  const double apart = (whole[0].parameters[0].detach() - bytes[0].parameters[0].detach()).norm().item<double>();
  CHECK(apart > 0);
  CHECK(apart < 0.05 * moved);
  tensor::TensorMap state;
  small->save(state);
  CHECK((state.at("optimizer.m_codes.unet.w").scalar_type() == at::kByte));
  CHECK(state.at("optimizer.m_codes.unet.w").numel() == 27 * 256);
  CHECK(state.at("optimizer.v_scales.unet.w").numel() == 27);
}

TEST_CASE("8 bits: small tensors keep whole numbers and equal AdamW") {
  std::vector<train::Part> bytes = one_part({30}, 0.01), whole = one_part({30}, 0.01);
  const auto small = train::make_optimizer(bytes, options("adamw8bit")), large = train::make_optimizer(whole, options("adamw"));
  for (int i = 0; i < 5; ++i) step(*small, bytes, i), step(*large, whole, i);
  CHECK(at::allclose(bytes[0].parameters[0].detach(), whole[0].parameters[0].detach(), 0, 1e-6));
}

TEST_CASE("an optimizer that does not exist is refused") {
  std::vector<train::Part> parts = one_part({3}, 0.01);
  CHECK_THROWS_AS(train::make_optimizer(parts, options("sophia")), Error);
}
