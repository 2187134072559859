// Gaussian data N(0, d^2) have a perfect denoiser, x d^2/(d^2+s^2), and an exact solution of the probability-flow equation,
// x(s1) = x(s0) sqrt((d^2+s1^2)/(d^2+s0^2)); so a sampler's order shows without figures copied from anywhere.
#include <cmath>
#include <set>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/diffusion/sampler.h"
#include "engine/tensor/random.h"

using namespace likeness;
using namespace likeness::diffusion;

namespace {

constexpr double data_deviation = 0.5;

double total_deviation(double sigma) { return std::sqrt(data_deviation * data_deviation + sigma * sigma); }

/// The noise in a latent at `sigma`; the model's input is the latent over sqrt(sigma^2+1) for every sampler.
at::Tensor perfect_noise(const at::Tensor& input, double sigma) {
  const at::Tensor x = input * std::sqrt(sigma * sigma + 1);
  return x * (sigma / (total_deviation(sigma) * total_deviation(sigma)));
}

double sigma_of_alpha(double alpha) { return std::sqrt((1 - alpha) / alpha); }

bool in_sigma_space(const std::string& name) {
  const std::set<std::string> names{"euler", "euler_a", "heun", "lms", "dpm2", "dpm2_a", "dpmpp_sde", "dpmpp_2s_a"};
  return names.contains(name);
}

/// Runs on Gaussian data, with the sigma of each evaluation read off the model's input: scale_input(1) = 1/sqrt(sigma^2+1).
at::Tensor ran(Sampler& sampler, bool sigma_space, at::Tensor x, const DrawNoise& draw, int evaluations) {
  const at::Tensor one = at::ones({}, at::kDouble);
  for (int i = 0; i < evaluations; ++i) {
    const double shrink = sampler.scale_input(one, i).item<double>();
    const double sigma = sigma_space ? std::sqrt(1 / (shrink * shrink) - 1) : sampler.plan().sigmas[static_cast<std::size_t>(i)];
    x = sampler.step(perfect_noise(sampler.scale_input(x, i), sigma), i, x, draw, nullptr);
  }
  return x;
}

/// Relative error just before the last step, for samplers that end at zero.
double error_before_last(const std::string& name, int steps) {
  const auto sampler = make_sampler({name, Spacing::karras, steps, 0, {}});
  const Plan& plan = sampler->plan();
  const double first = plan.sigmas.front();
  const double last = plan.sigmas[plan.sigmas.size() - (name == "dpm2" ? 4 : 2)];
  const at::Tensor x = ran(*sampler, true, at::ones({1, 1, 1, 1}, at::kDouble), nullptr, (steps - 1) * plan.order);
  return std::abs(x.item<double>() / (total_deviation(last) / total_deviation(first)) - 1);
}

/// Relative error at the end of a run that starts at x = 1 (at the plan's first sigma).
double error_of(SamplerSettings settings) {
  const auto sampler = make_sampler(settings);
  const Plan& plan = sampler->plan();
  const bool sigma_space = in_sigma_space(settings.name);
  std::vector<double> sigmas = plan.sigmas;
  if (sigmas.empty()) {
    for (const double t : plan.timesteps)
      sigmas.push_back(sigma_of_alpha(plan.schedule.alphas_cumprod[static_cast<std::int64_t>(t)].item<double>()));
    sigmas.push_back(sigma_of_alpha(plan.schedule.alphas_cumprod[0].item<double>()));
  }
  const auto scale = [&](double sigma) { return sigma_space ? 1 : 1 / std::sqrt(sigma * sigma + 1); };
  at::Tensor x = at::full({1, 1, 1, 1}, scale(sigmas.front()), at::kDouble);
  for (int i = 0; i < static_cast<int>(plan.timesteps.size()); ++i)
    x = sampler->step(perfect_noise(sampler->scale_input(x, i), sigmas[static_cast<std::size_t>(i)]), i, x, nullptr, nullptr);
  const double exact = scale(sigmas.back()) * total_deviation(sigmas.back()) / total_deviation(sigmas.front());
  return std::abs(x.item<double>() / exact - 1);
}

double fall(const std::string& name, int steps, Spacing spacing, const Json& config) {
  const double coarse = error_of({name, spacing, steps, 0, config});
  const double fine = error_of({name, spacing, 2 * steps, 0, config});
  MESSAGE(name << ": " << coarse << " with " << steps << " steps, " << fine << " with twice as many");
  return coarse / fine;
}

const Json to_sigma_min{{"final_sigmas_type", "sigma_min"}};

Json solver(int order, const std::string& type = "midpoint") {
  return {{"final_sigmas_type", "sigma_min"}, {"solver_order", order}, {"solver_type", type}, {"lower_order_final", false}};
}

}  // namespace

TEST_CASE("Euler is of first order") {
  const double ratio = fall("euler", 40, Spacing::karras, to_sigma_min);
  CHECK(ratio > 1.8);
  CHECK(ratio < 2.6);
}

TEST_CASE("DDIM is of first order") {
  const double ratio = fall("ddim", 50, Spacing::normal,
                            {{"timestep_spacing", "trailing"}, {"set_alpha_to_one", false}, {"clip_sample", false}});
  CHECK(ratio > 1.7);
  CHECK(ratio < 2.6);
}

TEST_CASE("DPM++ 2M is of its stated order") {
  CHECK(fall("dpmpp_2m", 40, Spacing::karras, solver(1)) > 1.8);
  CHECK(fall("dpmpp_2m", 40, Spacing::karras, solver(1)) < 2.6);
  CHECK(fall("dpmpp_2m", 40, Spacing::karras, solver(2)) > 3.5);
  CHECK(fall("dpmpp_2m", 40, Spacing::karras, solver(2, "heun")) > 3.5);
  CHECK(error_of({"dpmpp_2m", Spacing::karras, 40, 0, solver(3)}) < error_of({"dpmpp_2m", Spacing::karras, 40, 0, solver(2)}));
}

TEST_CASE("Heun, DPM2 and LMS are of second order at least") {
  for (const char* name : {"heun", "dpm2", "lms"}) {
    const double coarse = error_before_last(name, 21);
    const double fine = error_before_last(name, 41);
    MESSAGE(name << ": " << coarse << " with 20 steps, " << fine << " with 40");
    CHECK(coarse / fine > 3.4);
  }
}

TEST_CASE("UniPC and DEIS are of second order at least") {
  CHECK(fall("unipc", 40, Spacing::karras, {{"final_sigmas_type", "sigma_min"}, {"lower_order_final", false}}) > 3.4);
  CHECK(fall("deis", 40, Spacing::karras, {{"lower_order_final", false}}) > 3.4);
}

TEST_CASE("the stochastic samplers give the data's mean and variance") {
  for (const char* name : {"dpm2_a", "dpmpp_2s_a", "dpmpp_sde", "dpmpp_2m_sde"}) {
    CAPTURE(name);
    const auto sampler = make_sampler({name, Spacing::karras, 60, 0, {}});
    const Plan& plan = sampler->plan();
    at::Generator generator = tensor::make_generator(13);
    const auto draw = [&] { return tensor::randn({20000, 1, 1, 1}, generator); };
    const bool sigma_space = in_sigma_space(name);
    const double first = plan.sigmas.front();
    const double scale = sigma_space ? 1 : 1 / std::sqrt(first * first + 1);
    const at::Tensor x = ran(*sampler, sigma_space, draw() * (scale * total_deviation(first)), draw, plan.evaluations());
    CHECK(std::abs(x.mean().item<double>()) < 0.02);
    CHECK(x.std().item<double>() == doctest::Approx(data_deviation).epsilon(0.04));
  }
}

TEST_CASE("ancestral sampling gives the data's mean and variance") {
  const auto sampler = make_sampler({"euler_a", Spacing::karras, 100, 0, {}});
  const Plan& plan = sampler->plan();
  at::Generator generator = tensor::make_generator(11);
  const auto draw = [&] { return tensor::randn({20000, 1, 1, 1}, generator); };
  at::Tensor x = draw() * total_deviation(plan.sigmas.front());
  for (int i = 0; i < 100; ++i)
    x = sampler->step(perfect_noise(sampler->scale_input(x, i), plan.sigmas[static_cast<std::size_t>(i)]), i, x, draw, nullptr);
  CHECK(std::abs(x.mean().item<double>()) < 0.02);
  CHECK(x.std().item<double>() == doctest::Approx(data_deviation).epsilon(0.04));
}

TEST_CASE("DDIM with eta 1 gives the data's mean and variance") {
  const Json config{{"timestep_spacing", "trailing"}, {"clip_sample", false}};
  const auto sampler = make_sampler({"ddim", Spacing::normal, 200, 1, config});
  const Plan& plan = sampler->plan();
  at::Generator generator = tensor::make_generator(12);
  const auto draw = [&] { return tensor::randn({20000, 1, 1, 1}, generator); };
  at::Tensor x = draw();
  for (int i = 0; i < 200; ++i) {
    const auto t = static_cast<std::int64_t>(plan.timesteps[static_cast<std::size_t>(i)]);
    x = sampler->step(perfect_noise(x, sigma_of_alpha(plan.schedule.alphas_cumprod[t].item<double>())), i, x, draw, nullptr);
  }
  CHECK(std::abs(x.mean().item<double>()) < 0.02);
  CHECK(x.std().item<double>() == doctest::Approx(data_deviation).epsilon(0.04));
}
