// Timesteps, sigmas, start factor and alphas of every sampler against diffusers' own (tests/golden/schedules.json).
#include <cmath>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/diffusion/sampler.h"

using namespace likeness;
using namespace likeness::diffusion;

namespace {

constexpr double tolerance = 2e-6;  // relative; float32 sums differ by less

Json golden() { return read_json_file(LIKENESS_SOURCE_DIR "/tests/golden/schedules.json"); }

/// Relative; values under `floor` count as that large.
double largest_difference(const std::vector<double>& found, const Json& expected, double floor = 1e-3) {
  REQUIRE(found.size() == expected.size());
  double largest = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double value = expected[i].get<double>();
    largest = std::max(largest, std::abs(found[i] - value) / std::max(floor, std::abs(value)));
  }
  return largest;
}

std::vector<double> values(const at::Tensor& tensor) {
  const float* data = tensor.data_ptr<float>();
  return {data, data + tensor.numel()};
}

SamplerSettings settings_of(const Json& entry) {
  SamplerSettings settings;
  settings.name = entry["sampler"].get<std::string>();
  settings.spacing = spacing_named(entry["schedule"].get<std::string>());
  settings.steps = entry["steps"].get<int>();
  settings.config = entry["config"];
  return settings;
}

Plan plan_of(const std::string& name, int steps, Json config = Json::object(), Spacing spacing = Spacing::normal) {
  return schedule({.name = name, .spacing = spacing, .steps = steps, .eta = 0, .config = std::move(config)});
}

}  // namespace

TEST_CASE("every sampler, schedule, spacing and step count as diffusers plans it") {
  const Json file = golden();
  REQUIRE(file["entries"].size() > 250);
  for (const Json& entry : file["entries"]) {
    CAPTURE(entry.dump().substr(0, 400));
    const Plan plan = schedule(settings_of(entry));
    CHECK(largest_difference(plan.timesteps, entry["timesteps"], 10) < tolerance);
    CHECK(largest_difference(plan.sigmas, entry["sigmas"]) < tolerance);
    CHECK(plan.init_sigma == doctest::Approx(entry["init_sigma"].get<double>()).epsilon(tolerance));
    CHECK(plan.schedule.alphas_cumprod[-1].item<double>() == doctest::Approx(entry["last_alpha"].get<double>()).epsilon(tolerance));
  }
}

TEST_CASE("the whole tables of cumulated alphas") {
  const Json tables = golden()["alphas"];
  Json config{{"beta_start", 0.00085}, {"beta_end", 0.012}, {"beta_schedule", "scaled_linear"}};
  CHECK(largest_difference(values(plan_of("ddim", 10, config).schedule.alphas_cumprod), tables["scaled_linear"]) < tolerance);
  CHECK(largest_difference(values(plan_of("ddim", 10).schedule.alphas_cumprod), tables["linear"]) < tolerance);
  config["rescale_betas_zero_snr"] = true;
  CHECK(largest_difference(values(plan_of("ddim", 10, config).schedule.alphas_cumprod), tables["scaled_linear_zero_snr_ddim"]) < 1e-5);
}

TEST_CASE("public integer lists and the class's own defaults") {
  CHECK(plan_of("ddim", 5, {{"steps_offset", 1}}).timesteps == std::vector<double>{801, 601, 401, 201, 1});
  CHECK(plan_of("ddim", 4).timesteps == std::vector<double>{750, 500, 250, 0});                    // leading, offset 0
  CHECK(plan_of("euler", 4).timesteps == std::vector<double>{999, 666, 333, 0});                   // linspace
  CHECK(plan_of("dpmpp_2m", 4).timesteps == std::vector<double>{999, 749, 500, 250});              // half to even: 249.75, 499.5
  CHECK(plan_of("ddim", 16, {{"timestep_spacing", "trailing"}}).timesteps[1] == 937);              // 937.5 - 1, half to even
  CHECK(plan_of("ddim", 61, {{"timestep_spacing", "trailing"}}).timesteps.size() == 61);           // numpy would add -1
  CHECK(plan_of("ddim", 4).sigmas.empty());
  CHECK(plan_of("euler", 4).sigmas.back() == 0);
  CHECK(plan_of("euler", 4, {{"clip_sample", true}, {"solver_order", 7}}).timesteps.size() == 4);  // fields of other classes
  CHECK(plan_of("ddim", 4, {{"trained_betas", nullptr}}).timesteps.size() == 4);
}

TEST_CASE("fields of the classes that no model of ours states") {
  const Plan log_linear = plan_of("euler", 4, {{"interpolation_type", "log_linear"}});
  CHECK(log_linear.sigmas.size() == 6);
  const Plan exponential = plan_of("euler", 5, {{"use_exponential_sigmas", true}});
  CHECK(exponential.sigmas[1] / exponential.sigmas[0] == doctest::Approx(exponential.sigmas[4] / exponential.sigmas[3]).epsilon(1e-5));
  const Plan bounded = plan_of("euler", 5, {{"sigma_min", 0.1}, {"sigma_max", 10}}, Spacing::karras);
  CHECK(bounded.sigmas[0] == doctest::Approx(10));
  CHECK(bounded.sigmas[4] == doctest::Approx(0.1));
  CHECK(plan_of("euler_a", 5, {{"use_karras_sigmas", true}}).sigmas == plan_of("euler_a", 5).sigmas);
  CHECK(plan_of("euler", 5, {{"use_karras_sigmas", true}}).sigmas == plan_of("euler", 5, {}, Spacing::karras).sigmas);
  const Json continuous{{"timestep_type", "continuous"}, {"prediction_type", "v_prediction"}};
  const Plan by_sigma = plan_of("euler", 5, continuous);
  CHECK(by_sigma.timesteps[0] == doctest::Approx(0.25 * std::log(by_sigma.sigmas[0])));
  CHECK(plan_of("dpmpp_2m", 5, {{"lambda_min_clipped", -5.1}, {"beta_schedule", "squaredcos_cap_v2"}}).timesteps[0] < 999);
  CHECK(plan_of("dpmpp_2m", 5, {{"final_sigmas_type", "sigma_min"}}).sigmas.back() == doctest::Approx(0.0100005));
}

TEST_CASE("schedules that diffusers has not: their own definitions") {
  const Json scaled{{"beta_start", 0.00085}, {"beta_end", 0.012}, {"beta_schedule", "scaled_linear"}};
  const auto sigmas = [&](int steps, const char* spacing) { return plan_of("euler", steps, scaled, spacing_named(spacing)).sigmas; };
  const std::vector<double> published{14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0};
  const auto ten = sigmas(10, "ays");
  for (std::size_t i = 0; i < published.size(); ++i) CHECK(ten[i] == doctest::Approx(published[i]).epsilon(1e-6));
  CHECK(sigmas(20, "ays")[1] == doctest::Approx(std::sqrt(14.615 * 6.475)).epsilon(1e-6));
  const auto table = sigmas(1000, "simple");  // every training step
  CHECK(sigmas(4, "simple")[2] == table[500]);
  const Plan uniform = plan_of("euler", 4, scaled, Spacing::sgm_uniform);
  CHECK(uniform.timesteps[1] == doctest::Approx(749.25).epsilon(1e-6));
  CHECK(uniform.sigmas[1] == doctest::Approx(std::pow(table[250], 0.75) * std::pow(table[249], 0.25)).epsilon(1e-3));
  CHECK(sigmas(7, "polyexponential") == sigmas(7, "exponential"));
  CHECK(plan_of("dpmpp_2m", 10, scaled, Spacing::ays).timesteps[0] == 999);
}

TEST_CASE("evaluations and steps") {
  const Plan heun = plan_of("heun", 4);
  CHECK(heun.evaluations() == 7);
  CHECK(heun.steps() == 4);
  CHECK(heun.timesteps == std::vector<double>{999, 666, 666, 333, 333, 0, 0});
  CHECK(!heun.ends_step(0));
  CHECK(heun.ends_step(1));
  CHECK(heun.ends_step(6));
  const Plan plms = plan_of("plms", 10, {{"steps_offset", 1}});
  CHECK(plms.evaluations() == 11);
  CHECK(plms.steps() == 10);
  const Plan prk = plan_of("plms", 10, {{"steps_offset", 1}, {"skip_prk_steps", false}});
  CHECK(prk.timesteps == std::vector<double>{901, 851, 851, 801, 801, 751, 751, 701, 701, 651, 651, 601, 601, 501, 401, 301, 201, 101, 1});
  CHECK(prk.steps() == 10);
  CHECK(plan_of("lcm", 4).timesteps == std::vector<double>{999, 759, 499, 259});
}

TEST_CASE("a config's class names its sampler") {
  CHECK(sampler_for_config({{"_class_name", "PNDMScheduler"}}) == "plms");
  CHECK(sampler_for_config({{"_class_name", "DPMSolverMultistepScheduler"}}) == "dpmpp_2m");
  CHECK(sampler_for_config({{"_class_name", "DPMSolverMultistepScheduler"}, {"algorithm_type", "sde-dpmsolver++"}}) == "dpmpp_2m_sde");
  CHECK(sampler_for_config({{"_class_name", "IPNDMScheduler"}}) == "ddim");
  CHECK(sampler_for_config({}) == "ddim");
}

TEST_CASE("bad values are refused with the field's name") {
  const auto kind_of = [](const std::string& name, int steps, const Json& config, Spacing spacing, const std::string& word) {
    try {
      plan_of(name, steps, config, spacing);
    } catch (const Error& error) {
      CHECK_MESSAGE(std::string(error.what()).find(word) != std::string::npos, error.what());
      return std::string(error_kind_name(error.kind()));
    }
    return std::string("nothing thrown");
  };
  const auto normal = Spacing::normal;
  CHECK(kind_of("ddim", 10, {}, Spacing::karras, "schedule") == "usage");
  CHECK(kind_of("heun9", 10, {}, normal, "sampler") == "usage");
  CHECK(kind_of("ddim", 0, {}, normal, "steps") == "bad_input");
  CHECK(kind_of("euler", 1001, {}, normal, "steps") == "bad_input");
  CHECK(kind_of("ddim", 1000, {{"steps_offset", 1}}, normal, "steps_offset") == "bad_input");
  CHECK(kind_of("dpmpp_2m", 1000, {{"timestep_spacing", "leading"}}, normal, "steps") == "bad_input");
  CHECK(kind_of("ddim", 10, {{"beta_start", "small"}}, normal, "beta_start") == "bad_input");
  CHECK(kind_of("ddim", 10, {{"beta_end", 1.5}}, normal, "beta_end") == "bad_input");
  CHECK(kind_of("ddim", 10, {{"num_train_timesteps", 1e12}}, normal, "num_train_timesteps") == "bad_input");
  CHECK(kind_of("ddim", 10, {{"steps_offset", 0.5}}, normal, "steps_offset") == "bad_input");
  CHECK(kind_of("ddim", 10, {{"clip_sample", 1}}, normal, "clip_sample") == "bad_input");
  CHECK(kind_of("ddim", 10, {{"trained_betas", {0.1, 0.2}}}, normal, "trained_betas") == "bad_input");
  CHECK(kind_of("ddim", 10, Json::array(), normal, "scheduler config") == "bad_input");
  CHECK(kind_of("ddim", 10, {{"beta_schedule", "sigmoid"}}, normal, "beta_schedule") == "unsupported");
  CHECK(kind_of("ddim", 10, {{"prediction_type", "flow_prediction"}}, normal, "prediction_type") == "unsupported");
  CHECK(kind_of("euler", 10, {{"timestep_spacing", "sideways"}}, normal, "timestep_spacing") == "unsupported");
  CHECK(kind_of("euler", 10, {{"use_beta_sigmas", true}}, Spacing::karras, "use_beta_sigmas") == "bad_input");
  for (const char* name : {"ddim", "ddpm", "plms", "lcm"}) CHECK(kind_of(name, 10, {}, Spacing::exponential, "schedule") == "usage");
  CHECK(kind_of("lcm", 51, {}, normal, "steps") == "bad_input");
  CHECK(kind_of("plms", 3, {{"skip_prk_steps", false}}, normal, "steps") == "bad_input");
  CHECK(kind_of("plms", 10, {{"prediction_type", "sample"}}, normal, "prediction_type") == "unsupported");
  CHECK(kind_of("ddpm", 10, {{"variance_type", "learned"}}, normal, "variance_type") == "unsupported");
  CHECK(kind_of("unipc", 10, {{"disable_corrector", 3}}, normal, "disable_corrector") == "bad_input");
  CHECK(kind_of("unipc", 10, {{"solver_p", "ddim"}}, normal, "solver_p") == "unsupported");
  CHECK(kind_of("unipc", 10, {{"predict_x0", false}}, normal, "predict_x0") == "unsupported");
  CHECK(kind_of("deis", 10, {{"use_flow_sigmas", true}}, normal, "use_flow_sigmas") == "unsupported");
  CHECK(kind_of("euler_a", 10, {{"prediction_type", "sample"}}, normal, "prediction_type") == "unsupported");
  CHECK(kind_of("dpmpp_2m", 10, {{"use_flow_sigmas", true}}, normal, "use_flow_sigmas") == "unsupported");
  CHECK(kind_of("dpmpp_2m", 10, {{"variance_type", "learned"}}, normal, "variance_type") == "unsupported");
  CHECK(kind_of("dpmpp_2m", 10, {{"use_exponential_sigmas", true}}, Spacing::karras, "exclude") == "bad_input");
}
