// Fields of the sampler's classes that neither of our models states, each against diffusers 0.36: ten steps on the fixed model with
// the correct loop, mean of |x| and the second value. Made by sampler_loop.py's entry() in tests/golden.
#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/json.h"
#include "engine/diffusion/fixed_model.h"

using namespace likeness;
using namespace likeness::diffusion;

namespace {

struct Figures {
  const char* sampler;
  Spacing spacing;
  bool scaled;  // scaled_linear 0.00085 to 0.012 and offset 1; else the class's own betas
  const char* fields;
  double mean;
  double second;
};

constexpr Figures figures[] = {
    {"dpmpp_2m", Spacing::normal, true, R"({"solver_order": 3})", 0.240708704, 0.00251065125},
    {"dpmpp_2m", Spacing::normal, true, R"({"solver_order": 3, "lower_order_final": false, "final_sigmas_type": "sigma_min"})",
     0.241709414, 0.00252108765},
    {"dpmpp_2m", Spacing::normal, true, R"({"solver_order": 1})", 0.226810801, 0.00236569298},
    {"dpmpp_2m", Spacing::normal, true, R"({"solver_type": "heun"})", 0.240610933, 0.00250963168},
    {"dpmpp_2m", Spacing::normal, true,
     R"({"solver_type": "bh2", "euler_at_final": true, "final_sigmas_type": "sigma_min", "lower_order_final": false})", 0.24921653,
     0.00259939046},
    {"dpmpp_2m", Spacing::normal, true, R"({"use_exponential_sigmas": true})", 0.2721866, 0.00283897342},
    {"dpmpp_2m", Spacing::normal, true, R"({"use_lu_lambdas": true})", 0.271182866, 0.00282850442},
    {"dpmpp_2m", Spacing::normal, true, R"({"use_karras_sigmas": true})", 0.276787756, 0.00288696517},
    {"dpmpp_2m", Spacing::normal, true, R"({"prediction_type": "sample"})", 0.894357626, 0.00932836905},
    {"dpmpp_2m", Spacing::normal, true, R"({"algorithm_type": "sde-dpmsolver++", "solver_type": "heun"})", 0.240610933, 0.00250963168},
    {"dpmpp_2m", Spacing::normal, false, R"({"beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1})", 0.253855306,
     0.00264776801},
    {"euler", Spacing::normal, true, R"({"interpolation_type": "log_linear"})", 0.240041231, 0.00250368961},
    {"euler", Spacing::normal, true, R"({"use_exponential_sigmas": true})", 0.234762404, 0.00244863029},
    {"euler", Spacing::karras, true, R"({"sigma_min": 0.1, "sigma_max": 10.0})", 0.232452665, 0.00242453907},
    {"euler", Spacing::normal, true, R"({"timestep_type": "continuous", "prediction_type": "v_prediction"})", 0.516266356,
     0.00538478605},
    {"euler", Spacing::normal, true, R"({"final_sigmas_type": "sigma_min"})", 0.232781537, 0.00242796913},
    {"euler_a", Spacing::karras, true, R"({"final_sigmas_type": "sigma_min"})", 0.293086547, -0.0230340734},
    {"euler_a", Spacing::normal, true, R"({"use_karras_sigmas": true, "final_sigmas_type": "sigma_min"})", 0.324032471, 0.0170005001},
    {"ddim", Spacing::normal, true, R"({"prediction_type": "sample", "clip_sample_range": 0.2})", 0.094514686, 0.0042783143},
    {"ddim", Spacing::normal, true, R"({"thresholding": true, "sample_max_value": 0.5})", 0.939761684, 0.0437047184},
    {"ddim", Spacing::normal, true, R"({"beta_schedule": "squaredcos_cap_v2", "clip_sample": false})", 0.235777654, 0.00245921942},
};

}  // namespace

TEST_CASE("every field that a class states is obeyed") {
  for (const Figures& expected : figures) {
    CAPTURE(expected.sampler);
    CAPTURE(expected.fields);
    Json config = Json::object();
    if (expected.scaled)
      config = {{"beta_start", 0.00085}, {"beta_end", 0.012}, {"beta_schedule", "scaled_linear"}, {"steps_offset", 1}};
    config.update(parse_json(expected.fields, "fields"));
    const at::Tensor found = fixed_model::end_sample({{expected.sampler, expected.spacing, 10, 0, config}});
    CHECK(found.abs().mean().item<double>() == doctest::Approx(expected.mean).epsilon(2e-5));
    CHECK(found.flatten()[1].item<double>() == doctest::Approx(expected.second).epsilon(5e-5));
  }
}

TEST_CASE("a last step between equal sigmas changes nothing, with every solver") {
  for (const char* type : {"midpoint", "heun"})
    for (const int order : {1, 2, 3}) {
      const Json config{{"solver_type", type}, {"solver_order", order}, {"final_sigmas_type", "sigma_min"}, {"lower_order_final", false}};
      const at::Tensor found = fixed_model::end_sample({{"dpmpp_2m", Spacing::karras, 20, 0, config}});
      CHECK(at::isfinite(found).all().item<bool>());
    }
}
