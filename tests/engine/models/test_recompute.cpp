// Layers that are worked out twice instead of kept: the same numbers, less memory.
#include "engine/models/recompute.h"

#include <ATen/ATen.h>
#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>
#include <doctest/doctest.h>

#include "engine/tensor/random.h"
#include "tests/engine/models/loras.h"

namespace likeness::models::recomputing {
namespace {

/// Bytes that the stock allocator has given out in this thread, and their peak.
struct Meter : c10::MemoryReportingInfoBase {
  void reportMemoryUsage(void*, std::int64_t bytes, std::size_t, std::size_t, c10::Device) override {
    now += bytes;
    peak = std::max(peak, now);
  }
  void reportOutOfMemory(std::int64_t, std::size_t, std::size_t, c10::Device) override {}
  bool memoryProfilingEnabled() const override { return true; }
  std::int64_t now = 0, peak = 0;
};

struct Gradients {
  double loss = 0;
  tensor::TensorMap all;
  std::int64_t peak_bytes = 0;
};

/// Of the mean square of the tiny model's prediction; everything learns, or the pairs of a LoRA with dropout.
Gradients gradients(bool recomputed, double dropout) {
  const auto model = loras::tiny();
  const auto& t = golden::load("tiny-sd1").tensors;
  at::Generator generator = tensor::make_generator(3);
  tensor::TensorMap learning;
  std::optional<at::Generator> draws;
  if (dropout > 0) {
    const auto holes = std::make_shared<LoraDropout>(LoraDropout{.share = dropout, .generator = tensor::make_generator(5), .on = true});
    draws = holes->generator;
    for (const LoraPair& pair : attach_lora(*model, {.conv_rank = 2, .dora = true, .dropout = holes}, 4, 4, generator)) {
      const at::NoGradGuard no_grad;
      at::Tensor b = pair.b;
      b.copy_(tensor::randn(b.sizes(), generator) * 0.1);
      learning[pair.module + ".a"] = pair.a;
      learning[pair.module + ".b"] = pair.b;
      learning[pair.module + ".m"] = pair.magnitude;
    }
  } else {
    for (torch::nn::Module* module : {&model->unet.module(), &model->text_encoder.module()}) {
      for (auto& item : module->named_parameters()) learning[item.key()] = item.value().requires_grad_();
    }
  }
  Gradients found;
  const auto meter = std::make_shared<Meter>();
  at::Tensor loss;
  {
    const c10::DebugInfoGuard guard(c10::DebugInfoKind::PROFILER_STATE, meter);
    std::optional<Recomputing> scope;
    if (recomputed) scope.emplace(draws);
    loss = model->unet.forward(t.at("sample"), t.at("timestep"), model->text_encoder.forward(t.at("ids"))).square().mean();
    scope.reset();
    loss.backward();
  }
  found.loss = loss.item<double>();
  for (const auto& [name, parameter] : learning) found.all[name] = parameter.grad();
  found.peak_bytes = meter->peak;
  return found;
}

void check_same(double dropout) {
  CAPTURE(dropout);
  const Gradients kept = gradients(false, dropout), twice = gradients(true, dropout);
  CHECK(kept.loss == twice.loss);
  REQUIRE(kept.all.size() == twice.all.size());
  for (const auto& [name, gradient] : kept.all) {
    CAPTURE(name);
    REQUIRE(gradient.defined() == twice.all.at(name).defined());
    if (gradient.defined()) CHECK((gradient - twice.all.at(name)).norm().item<double>() < 3e-6 * (gradient.norm().item<double>() + 1e-3));
  }
  MESSAGE("peak of a step: ", kept.peak_bytes >> 10, " KiB kept, ", twice.peak_bytes >> 10, " KiB worked out twice");
  CHECK(twice.peak_bytes < 0.7 * static_cast<double>(kept.peak_bytes));
}

}  // namespace

TEST_CASE("losses are the same to the bit, gradients but for the order of sums, and the peak of memory is lower") { check_same(0); }

TEST_CASE("adapters leave out the same inputs the second time, also where nothing before them learns") { check_same(0.3); }

TEST_CASE("without gradients a scope changes nothing") {
  const at::NoGradGuard no_grad;
  const Recomputing scope({});
  int calls = 0;
  const at::Tensor y = run_layer([&calls](const Tensors& in) { ++calls; return in[0] * 2; }, {at::ones({3})});
  CHECK(calls == 1);
  CHECK_FALSE(y.requires_grad());
}

}  // namespace likeness::models::recomputing
