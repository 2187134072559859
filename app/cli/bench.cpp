// bench: how fast this machine is with a model: guided step, decode, whole picture, training step, beside the peak of the same run.
#include <algorithm>
#include <chrono>

#include <sys/resource.h>

#include <ATen/ATen.h>

#include "app/cli/bench_savings.h"
#include "app/cli/flop_counter.h"
#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/generate/generate.h"
#include "engine/tensor/random.h"
#include "engine/train/objective.h"
#include "engine/train/optimizer.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "model", .value_name = "PATH", .text = "A diffusers folder, a single file, or starter. (starter)"})
      .add({.key = "what", .value_name = "unet|vae|picture|train|all|savings", .text = "What to measure; savings: what may be switched on to be faster. (all)"})
      .add({.key = "repeat", .kind = config::Flag::Kind::number, .value_name = "N", .text = "Measurements of each, after one that is not counted. (5)"})
      .add({.key = "size", .kind = config::Flag::Kind::number, .value_name = "PIXELS", .text = "Side of the picture; unset takes the model's own."})
      .add({.key = "taesd", .value_name = "FILE", .text = "A tiny decoder to measure among the savings."})
      .add({.key = "batch", .kind = config::Flag::Kind::number, .value_name = "N", .text = "Rows of a training step. (2)"});
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

long page_faults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt + usage.ru_majflt;
}

struct Measure {
  std::int64_t repeat;
  double peak;  // floating-point operations per second of a large matrix product in this run
  api::JobContext& context;

  template <class Work>
  Json operator()(const char* name, Work&& work) const {
    double operations = 0;
    {
      const FlopCounter counter;
      work();
      operations = counter.operations();
    }
    std::vector<double> seconds;
    const long faults = page_faults();
    for (std::int64_t i = 0; i < repeat; ++i) {
      context.step(api::Phase::sampling, i, repeat);
      const double start = now();
      work();
      seconds.push_back(now() - start);
    }
    std::sort(seconds.begin(), seconds.end());
    const double median = seconds[seconds.size() / 2];
    context.log(std::string(name) + ": " + std::to_string(median) + " s");
    return {{"seconds_min", seconds.front()},
            {"seconds_median", median},
            {"gflops", operations / seconds.front() / 1e9},
            {"share_of_peak", operations / seconds.front() / peak},
            {"page_faults", static_cast<double>(page_faults() - faults) / static_cast<double>(repeat)}};
  }
};

double measured_peak(const tensor::Compute& compute) {
  constexpr std::int64_t kSide = 2048;
  const at::Tensor a = at::ones({kSide, kSide}, at::device(compute.device).dtype(compute.dtype)), b = a.clone();
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const double start = now();
    at::mm(a, b).sum().item();
    best = std::min(best, now() - start);
  }
  return 2.0 * kSide * kSide * kSide / best;
}

/// Inputs of one size, the same numbers every time.
struct Inputs {
  Inputs(const models::Model& model, std::int64_t pixels, std::int64_t rows) : generator(tensor::make_generator(0)) {
    const std::int64_t side = pixels / model.vae.factor();
    const auto place = [&](const at::Tensor& x) { return x.to(model.compute.device, model.compute.dtype); };
    latent = place(tensor::randn({rows, model.vae.config().latent_channels, side, side}, generator));
    context = place(tensor::randn({rows, model.text_length(), model.unet.config().cross_attention_dim}, generator));
  }
  at::Generator generator;
  at::Tensor latent;
  at::Tensor context;
};

Json picture(const Measure& measure, const models::Model& model, std::int64_t pixels) {
  Inputs inputs(model, pixels, 2);
  generate::LatentRequest request{.context = inputs.context.slice(0, 0, 1), .unconditional = inputs.context.slice(0, 1, 2), .seeds = {0}};
  request.sample = {.sampler = "ddim", .steps = 20, .width = static_cast<int>(pixels), .height = static_cast<int>(pixels)};
  return measure("picture (20 steps)", [&] { model.vae.decode_scaled(generate::sample_latents(model, request, nullptr)); });
}

Json training_step(const Measure& measure, std::shared_ptr<models::Model> model, std::int64_t pixels, std::int64_t rows) {
  at::Generator generator = tensor::make_generator(1);
  api::TrainOptions options{.learning_rate = 1e-6, .text_encoder_learning_rate = 1e-6};
  train::Trainee trainee = train::make_trainee(model, options, generator);
  train::AdamW optimizer(trainee.parts, options);
  train::Objective objective(*model, options);
  const Inputs inputs(*model, pixels, rows);
  train::Batch batch{.latents = inputs.latent, .noise = at::ones_like(inputs.latent),
                     .timesteps = tensor::randint(0, 1000, {rows}, generator),
                     .ids = tensor::randint(3, 300, {1, model->text_length()}, generator),
                     .prompts = at::zeros({rows}, at::kLong), .subjects = rows};
  return measure("training step", [&] {
    objective.losses(batch).total.backward();
    optimizer.step(optimizer.gradient_norm());
  });
}

Json run(Call& call) {
  const std::string what = call.flags.text("what", "all");
  const auto asked = [&](const char* name) { return what == "all" || what == name; };
  const tensor::Compute compute = prepare_compute(call);
  const auto model = models::load_model(call.flags.text("model", "starter"), compute);
  const std::int64_t pixels = call.flags.whole("size").value_or(model->own_size());
  const std::int64_t rows = call.flags.whole("batch").value_or(2);
  const Measure measure{call.flags.whole("repeat").value_or(5), measured_peak(compute), call.context};
  if (measure.repeat < 1 || rows < 1 || pixels < model->vae.factor() || pixels % model->vae.factor() != 0)
    throw Error(ErrorKind::bad_input, "--repeat and --batch: expected at least 1; --size: a multiple of " +
                                          std::to_string(model->vae.factor()) + ", found " + std::to_string(pixels));
  Json items = Json::object();
  {
    const at::NoGradGuard no_gradients;
    const Inputs inputs(*model, pixels, 2);
    const at::Tensor timestep = at::full({}, 500, at::device(compute.device).dtype(at::kLong));
    if (asked("unet")) items["guided_step"] = measure("guided step", [&] { model->unet.forward(inputs.latent, timestep, inputs.context); });
    const at::Tensor one = inputs.latent.slice(0, 0, 1);
    if (asked("vae")) items["vae_decode"] = measure("VAE decode", [&] { model->vae.decode_scaled(one); });
    if (asked("picture")) items["picture"] = picture(measure, *model, pixels);
  }
  if (what == "savings") items = measure_savings(*model, {pixels, measure.repeat, call.flags.text("taesd")}, call.context);
  if (asked("train")) items["training_step"] = training_step(measure, model, pixels, rows);
  if (items.empty()) throw Error(ErrorKind::bad_input, "--what: expected unet, vae, picture, train, all or savings, found \"" + what + "\"");
  return {{"items", std::move(items)},
          {"size", pixels},
          {"threads", at::get_num_threads()},
          {"peak_gflops", measure.peak / 1e9},
          {"peak_memory_bytes", tensor::peak_memory_bytes(compute.device)}};
}

}  // namespace

Verb bench_verb() { return {"bench", "Measures the speed of this machine.", flags, run}; }

}  // namespace likeness::cli
