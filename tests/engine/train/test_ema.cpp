#include "engine/train/ema.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "tests/engine/train/school.h"

using namespace likeness;

namespace {

std::vector<train::Part> one_number(double value) {
  at::Tensor parameter = at::full({1}, value, at::kFloat);
  parameter.requires_grad_(true);
  return {{.name = "unet", .learning_rate = 1, .names = {"unet.w"}, .parameters = {parameter}}};
}

void set(std::vector<train::Part>& parts, double value) {
  at::NoGradGuard no_grad;
  parts[0].parameters[0].fill_(value);
}

double value(const std::vector<train::Part>& parts) { return parts[0].parameters[0].item<double>(); }

}  // namespace

TEST_CASE("decays equal diffusers' EMAModel") {
  const Json golden = read_json_file(test::source_folder + "/tests/golden/training/curves.json");
  for (const Json& entry : golden.at("averages")) {
    const Json& given = entry.at("options");
    CAPTURE(given.dump());
    api::TrainOptions options;
    options.ema_decay = given.at("ema_decay");
    options.ema_warmup = given.at("ema_warmup");
    options.ema_update_after = given.at("ema_update_after");
    const auto expected = entry.at("values").get<std::vector<double>>();
    for (std::size_t step = 0; step < expected.size(); ++step) {
      CHECK(train::ema_decay_at(options, static_cast<std::int64_t>(step)) == doctest::Approx(expected[step]).epsilon(1e-12));
    }
  }
}

TEST_CASE("the average follows, stands in for the parameters and steps back") {
  api::TrainOptions options;
  options.ema_decay = 0.15;
  std::vector<train::Part> parts = one_number(5);
  train::Ema ema(parts, options);
  set(parts, 1);
  ema.update(0);  // decay 0: a copy
  set(parts, 2);
  ema.update(1);  // decay min(0.15, 2/11)
  {
    const train::WithAverages averages(ema);
    CHECK(value(parts) == doctest::Approx(0.15 * 1 + 0.85 * 2));
  }
  CHECK(value(parts) == 2);
  CHECK(parts[0].parameters[0].requires_grad());
}

TEST_CASE("an average that is saved goes on from where it was") {
  api::TrainOptions options;
  options.ema_decay = 0.9;
  std::vector<train::Part> parts = one_number(1);
  train::Ema ema(parts, options);
  ema.update(0);
  set(parts, 3);
  tensor::TensorMap state;
  ema.save(state);
  std::vector<train::Part> opened = one_number(1);  // the file has the average, 1
  train::Ema again(opened, options);
  again.load(state, "state.safetensors");
  CHECK(value(opened) == 3);
  ema.update(9);
  again.update(9);
  ema.swap();
  again.swap();
  CHECK(value(opened) == value(parts));
  state.clear();
  CHECK_THROWS_AS(again.load(state, "state.safetensors"), Error);
}

TEST_CASE("off, it keeps nothing") {
  std::vector<train::Part> parts = one_number(1);
  train::Ema ema(parts, {});
  CHECK_FALSE(ema.on());
  tensor::TensorMap state;
  ema.save(state);
  CHECK(state.empty());
  ema.update(3);
  ema.swap();
  CHECK(value(parts) == 1);
}
