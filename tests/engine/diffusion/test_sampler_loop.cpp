// Every sampler on the fixed test model against diffusers (tests/golden/sampler-loop.json) and the figures its test-suite prints.
#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/diffusion/fixed_model.h"

using namespace likeness;
using namespace likeness::diffusion;
using fixed_model::Loop;

namespace {

struct Sums {
  double sum = 0;
  double mean = 0;
};

Sums sums_of(const at::Tensor& x) {
  const at::Tensor size = x.to(at::kDouble).abs();
  return {size.sum().item<double>(), size.mean().item<double>()};
}

fixed_model::Run run_of(const Json& entry) {
  fixed_model::Run run;
  run.settings.name = entry["sampler"].get<std::string>();
  run.settings.spacing = spacing_named(entry["schedule"].get<std::string>());
  run.settings.steps = entry["steps"].get<int>();
  run.settings.eta = entry["eta"].get<double>();
  run.settings.config = entry["config"];
  run.start_index = entry["start_index"].get<int>();
  run.loop = entry["loop"] == "correct" ? Loop::correct : Loop::scaled_input;
  run.seed = entry["seed"].get<std::uint64_t>();
  return run;
}

Sums run(const std::string& name, const Json& config, Spacing spacing = Spacing::normal, int start = 0, int steps = 10) {
  return sums_of(fixed_model::end_sample({{name, spacing, steps, 0, config}, start, Loop::scaled_input, 0}));
}

void check(const Sums& found, double sum, double mean, double sum_tolerance = 1e-2) {
  if (sum >= 0) CHECK(std::abs(found.sum - sum) < sum_tolerance);
  CHECK(std::abs(found.mean - mean) < 1e-3);
}

const Json l1000{{"num_train_timesteps", 1000}, {"beta_start", 0.0001}, {"beta_end", 0.02}, {"beta_schedule", "linear"}};

Json with(Json config, const Json& more) {
  config.update(more);
  return config;
}

const Json v{{"prediction_type", "v_prediction"}};
const Json l1100 = with(l1000, {{"num_train_timesteps", 1100}});
const Json prk = with(l1000, {{"skip_prk_steps", false}});
const Json scaled{{"beta_start", 0.00085}, {"beta_end", 0.012}, {"beta_schedule", "scaled_linear"}};
const Json unipc = with(l1000, {{"solver_order", 2}, {"solver_type", "bh2"}, {"final_sigmas_type", "sigma_min"}});
const Json dpm = with(l1000, {{"solver_order", 2}, {"solver_type", "midpoint"}, {"lower_order_final", false},
                              {"final_sigmas_type", "sigma_min"}});

}  // namespace

TEST_CASE("end samples of both loops as diffusers computes them") {
  const Json file = read_json_file(LIKENESS_SOURCE_DIR "/tests/golden/sampler-loop.json");
  REQUIRE(file["entries"].size() > 300);
  double largest = 0;
  for (const Json& entry : file["entries"]) {
    CAPTURE(entry.dump().substr(0, 400));
    const at::Tensor found = fixed_model::end_sample(run_of(entry));
    const double scale = std::max(entry["mean_abs"].get<double>(), 1e-9);
    double difference = std::abs(sums_of(found).mean - entry["mean_abs"].get<double>()) / scale;
    for (std::size_t i = 0; i < 16; ++i) {
      const double value = found.flatten()[static_cast<std::int64_t>(i)].item<double>();
      difference = std::max(difference, std::abs(value - entry["first"][i].get<double>()) / scale);
    }
    const bool cancels = entry["sampler"] == "deis" && entry["config"].value("solver_order", 2) == 3;  // in float32 logarithms
    CHECK(difference < (cancels ? 6e-5 : 2e-5));
    largest = std::max(largest, difference);
  }
  MESSAGE("largest difference relative to the mean: " << largest);
}

TEST_CASE("the figures of diffusers' own test-suite") {
  const Json alpha = with(l1000, {{"beta_start", 0.01}});
  check(run("ddim", l1000), 172.0067, 0.223967);
  check(run("ddim", with(l1000, v)), 52.5302, 0.0684);
  check(run("ddim", with(alpha, {{"set_alpha_to_one", true}})), 149.8295, 0.1951);
  check(run("ddim", with(alpha, {{"set_alpha_to_one", false}})), 149.0784, 0.1941);
  check(run("ddim", l1000, Spacing::normal, 8), 354.5418, 0.4616);
  check(run("euler", l1100), 10.0807, 0.0131);
  check(run("euler", l1100, Spacing::karras), 124.52299, 0.162139);
  check(run("euler", l1100, Spacing::normal, 8), 57062.9297, 74.3007);
  check(run("euler_a", l1100), 152.3192, 0.1983);
  check(run("euler_a", with(l1100, v)), 108.4439, 0.1412);
  check(run("euler_a", l1100, Spacing::normal, 8), 56163.0508, 73.1290);
  check(run("dpmpp_2m", dpm), -1, 0.3301);
  check(run("dpmpp_2m", with(dpm, v)), -1, 0.2251);
  check(run("dpmpp_2m", with(dpm, {{"thresholding", true}, {"dynamic_thresholding_ratio", 0.87}, {"sample_max_value", 0.5}})), -1, 1.1364);
  check(run("dpmpp_2m", with(dpm, v), Spacing::karras), -1, 0.2096);
  check(run("dpmpp_2m", with(with(dpm, v), {{"use_lu_lambdas", true}})), -1, 0.1554);
  check(run("dpmpp_2m", dpm, Spacing::normal, 5), 318.4111, 0.4146);
}

TEST_CASE("euler with v_prediction: the public tolerance exceeds the value, so relative to the golden one") {
  CHECK(run("euler", with(l1100, v)).mean == doctest::Approx(2.2676e-06).epsilon(1e-3));
}

TEST_CASE("a wrong field is seen") {
  const Json stated{{"beta_start", 0.00085}, {"beta_end", 0.012}, {"beta_schedule", "scaled_linear"}, {"steps_offset", 1},
                    {"set_alpha_to_one", false}, {"clip_sample", false}, {"timestep_spacing", "leading"}};
  const auto end = [&](const std::string& name, const Json& change) {
    return fixed_model::end_sample({{name, Spacing::normal, 20, 0, with(stated, change)}, 0, Loop::correct, 0});
  };
  const auto changes = [&](const std::string& name, const Json& change) {
    const at::Tensor right = end(name, Json::object());
    return ((end(name, change) - right).norm() / right.norm()).item<double>();
  };
  CHECK(changes("ddim", {{"set_alpha_to_one", true}}) > 1e-3);
  CHECK(changes("ddim", {{"clip_sample", true}, {"clip_sample_range", 0.1}}) > 1e-3);
  for (const std::string& name : sampler_names()) {
    CAPTURE(name);
    if (name != "lcm") {  // which keeps to the timesteps of its distillation
      CHECK(changes(name, {{"steps_offset", 0}}) > 1e-4);
      CHECK(changes(name, {{"timestep_spacing", "trailing"}}) > 1e-4);
    }
    CHECK(changes(name, v) > 1e-3);
    CHECK(changes(name, {{"beta_schedule", "linear"}}) > 1e-4);
  }
}

TEST_CASE("a sampler used twice gives the same: no history is left over") {
  for (const std::string& name : sampler_names()) {
    const auto sampler = make_sampler({name, Spacing::normal, 6, 0, l1000});
    const auto once = [&] {
      const Denoise model = [](const at::Tensor& x, double t) { return x * (t / (t + 1)); };
      return sample(*sampler, fixed_model::start_sample(), model, [] { return fixed_model::noise(); }, nullptr);
    };
    CHECK(at::equal(once(), once()));
  }
}

TEST_CASE("the loop reports each step's latent and clean estimate, and may be stopped") {
  const auto sampler = make_sampler({"euler", Spacing::normal, 5, 0, l1000});
  const Denoise model = [](const at::Tensor& x, double) { return x * 0.5; };
  int seen = 0;
  const auto stop_at_two = [&](int step, const at::Tensor& latent, const at::Tensor& denoised) {
    CHECK(step == seen++);
    CHECK(latent.sizes() == denoised.sizes());
    if (step == 2) throw std::runtime_error("stop");
  };
  CHECK_THROWS_AS(sample(*sampler, fixed_model::noise(), model, nullptr, stop_at_two), std::runtime_error);
  CHECK(seen == 3);
}

TEST_CASE("its figures: DDPM, PNDM, LCM") {
  check(run("ddpm", l1000, Spacing::normal, 0, 1000), 258.9606, 0.3372);
  check(run("ddpm", with(l1000, v), Spacing::normal, 0, 1000), 202.0296, 0.2631);
  check(run("ddpm", l1000, Spacing::normal, 998, 1000), 387.9466, 0.5051);
  check(run("plms", prk), 198.1318, 0.2580);
  check(run("plms", with(prk, v)), 67.3986, 0.0878);
  check(run("plms", with(prk, {{"beta_start", 0.01}, {"set_alpha_to_one", true}})), 230.0399, 0.2995);
  check(run("plms", with(prk, {{"beta_start", 0.01}, {"set_alpha_to_one", false}})), 186.9482, 0.2434);
  check(run("lcm", scaled, Spacing::normal, 0, 1), 18.7097, 0.0244, 1e-3);
  check(run("lcm", scaled), 197.7616, 0.2575, 1e-3);
}

TEST_CASE("its figures: Heun, LMS, KDPM2") {
  check(run("heun", l1100), 0.1233, 0.0002);
  check(run("heun", with(l1100, v)), 4.6934e-07, 6.1112e-10);
  check(run("heun", l1100, Spacing::karras), 0.00015, 1.98696e-07);
  check(run("heun", l1100, Spacing::normal, 8), 75074.8906, 97.7538);
  check(run("lms", l1100), 1006.388, 1.31);
  check(run("lms", with(l1100, v)), 0.0017, 2.2676e-06);
  check(run("lms", l1100, Spacing::karras), 3812.9927, 4.9648, 2e-2);
  check(run("lms", l1100, Spacing::normal, 8), 27663.6895, 36.0204);
  check(run("dpm2", l1100), 20.4125, 0.0266);
  check(run("dpm2", with(l1100, v)), 4.6934e-07, 6.1112e-10);
  check(run("dpm2", l1100, Spacing::normal, 8), 70408.4062, 91.6776);
  const Sums ancestral = run("dpm2_a", l1100);
  CHECK(std::abs(ancestral.sum - 13979.9433) < 1e-2);
  CHECK(std::abs(ancestral.mean - 18.2030) < 5e-3);
  check(run("dpm2_a", with(l1100, v)), 331.8133, 0.4320);
  const Sums noised = run("dpm2_a", l1100, Spacing::normal, 8);
  CHECK(std::abs(noised.sum - 93087.3437) < 1e-2);
  CHECK(std::abs(noised.mean - 121.2074) < 5e-3);
}

TEST_CASE("its figures: UniPC and DEIS") {
  check(run("unipc", unipc), -1, 0.2464);
  check(run("unipc", unipc, Spacing::karras), -1, 0.2925);
  check(run("unipc", with(unipc, v)), -1, 0.1014);
  check(run("unipc", with(unipc, v), Spacing::karras), -1, 0.1966);
  check(run("unipc", unipc, Spacing::normal, 8), 315.5757, 0.4109);
  check(run("deis", l1000), -1, 0.23916);
  check(run("deis", with(l1000, v)), -1, 0.091);
  check(run("deis", l1000, Spacing::normal, 8), 315.3016, 0.41054);
}

/// Mean of |x| and the second value from k_diffusion 0.1.1's sample_dpmpp_2s_ancestral with the same model, noise and sigmas.
TEST_CASE("DPM++ 2S a as k-diffusion runs it") {
  const Json stated = with(scaled, {{"steps_offset", 1}});
  const auto same = [](const Json& config, Spacing spacing, int steps, double mean, double second) {
    const at::Tensor x = fixed_model::end_sample({{"dpmpp_2s_a", spacing, steps, 0, config}});
    CHECK(x.abs().mean().item<double>() == doctest::Approx(mean).epsilon(2e-5));
    CHECK(x.flatten()[1].item<double>() == doctest::Approx(second).epsilon(2e-4));
  };
  same(stated, Spacing::normal, 10, 0.36415693163871765, 0.021484319120645523);
  same(stated, Spacing::karras, 10, 0.34388092160224915, 0.006425945088267326);
  same(with(stated, {{"timestep_spacing", "leading"}}), Spacing::normal, 20, 0.3671555519104004, 0.12302249670028687);
  same(with(stated, v), Spacing::normal, 10, 0.24299316108226776, -0.002530262339860201);
}

TEST_CASE("a run cannot begin beyond its steps, nor in the middle of Runge-Kutta steps") {
  CHECK_THROWS_AS(fixed_model::end_sample({{"heun", Spacing::normal, 5, 0, {}}, 5}), Error);
  CHECK_THROWS_AS(fixed_model::end_sample({{"heun", Spacing::normal, 5, 0, {}}, -1}), Error);
  CHECK_THROWS_AS(fixed_model::end_sample({{"plms", Spacing::normal, 9, 0, {{"skip_prk_steps", false}}}, 2}), Error);
}
