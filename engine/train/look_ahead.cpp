// What a dry run says about the whole run: time from its fastest step, disk from sizes, memory measured or added up phase by phase.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/generate/class_pictures.h"
#include "engine/tensor/allocator.h"
#include "engine/tensor/device.h"
#include "engine/train/lesson.h"

namespace likeness::train {

namespace {

constexpr std::uint64_t models_of_the_verdict = 2;  // the base and the saved one, beside the one in memory

std::uint64_t bytes_of(const models::Model& model) {
  std::uint64_t bytes = 0;
  for (torch::nn::Module* module : {&model.unet.module(), &model.text_encoder.module(), &model.vae.module()}) {
    for (const at::Tensor& parameter : module->parameters()) bytes += static_cast<std::uint64_t>(parameter.numel() * parameter.element_size());
  }
  return bytes;
}

std::uint64_t samples_bytes(const api::TrainOptions& options, const std::vector<std::string>& given) {
  constexpr std::int64_t built_prompts = 4;
  const std::int64_t prompts = given.empty() ? built_prompts : static_cast<std::int64_t>(given.size());
  const std::int64_t every = options.sample_every.value_or(0), side = options.resolution.value_or(0);
  const std::int64_t rounds = every > 0 ? options.steps.value() / every + 2 : 0;
  return static_cast<std::uint64_t>(rounds * prompts * 3 * side * side);  // as PNG at their worst
}

}  // namespace

/// Pictures of one sampling step cost the memory of any.
void Lesson::make_trial_pictures() {
  if (draws_) return;
  api::Generate request = evidence().base;
  request.prompts = {generate::class_prompt(prepared_.request.kind)};
  request.sample.steps = 1;
  request.sample.count = pictures_of_the_verdict;
  make_pictures(request, model_, prepared_.recipe, context_);
}

void Lesson::look_ahead() {
  api::TrainFinished& plan = trained_.finished;
  const at::Device device = model_.compute.device;
  const auto steps = static_cast<double>(prepared_.request.options.steps.value());
  plan.steps_per_second = fastest_step_ > 0 ? 1 / fastest_step_ : 0;
  plan.seconds_expected = steps * fastest_step_;
  const auto folders = static_cast<std::uint64_t>(options().keep_checkpoints) + 1;  // the next is written before the oldest goes
  plan.disk_bytes = folders * checkpoints_.bytes + samples_bytes(options(), prepared_.request.sample_prompts);
  const std::uint64_t learning = tensor::peak_memory_bytes(device);
  optimizer_.reset();
  tensor::trim_cached_memory();
  const bool measured = tensor::reset_peak_memory(device);
  make_trial_pictures();
  const std::uint64_t pictures = measured ? tensor::peak_memory_bytes(device) : tensor::memory_figures(device).ours;
  plan.peak_memory_bytes = std::max(learning, pictures + models_of_the_verdict * bytes_of(model_));
}

}  // namespace likeness::train
