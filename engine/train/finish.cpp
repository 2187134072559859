// The end of a lesson: the last checkpoint, the verdict on it, the checkpoint to use, and what the run tells its caller.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/generate/class_pictures.h"
#include "engine/models/lora.h"
#include "engine/tensor/allocator.h"
#include "engine/tensor/device.h"
#include "engine/train/lesson.h"
#include "engine/train/prompts.h"
#include "engine/train/word.h"

namespace likeness::train {

namespace fs = std::filesystem;

namespace {

/// Fewer steps than the samples have: the verdict compares pictures, nobody keeps them.
constexpr int verdict_steps = 20;

}  // namespace

api::SubjectInfo Lesson::subject(const fs::path& checkpoint, std::int64_t step) const {
  const api::Train& request = prepared_.request;
  api::SubjectInfo info{.id = request.subject_id, .name = request.name, .kind = request.kind, .token = request.token,
                        .method = request.options.method, .base_model = request.model, .base_model_hash = prepared_.model_hash};
  info.run_folder = request.run_folder;
  info.step = step;
  info.taught = !checkpoint.empty() && trouble_.empty();
  info.model = request.model;
  if (info.taught && request.options.method == "full") info.model = (checkpoint / "model").string();
  if (info.taught && request.options.method == "lora") info.lora_file = (checkpoint / "lora.safetensors").string();
  if (info.taught && !trainee_.word.empty()) info.embedding_file = word_file(checkpoint).string();
  if (!prepared_.photos.empty()) info.photo_file = prepared_.photos.front();
  info.sample_file = last_sample_;
  return info;
}

/// Of the checkpoints that lie on the disk.
api::Recommendation Lesson::recommended() const {
  const auto choice = recommend(position_.scores, complete_checkpoints(prepared_.request.run_folder));
  if (!choice || !trouble_.empty()) return {};
  return {.step = choice->step, .folder = checkpoint_folder(checkpoints_.folder, choice->step).string(), .reason = choice->reason};
}

Evidence Lesson::evidence() const {
  const api::Train& request = prepared_.request;
  Evidence evidence{.steps_asked = steps_, .steps_done = position_.step, .trouble = trouble_,
                    .probe_at_start = position_.probe_at_start, .probe_at_end = last_probe_};
  for (const Part& part : trainee_.parts) {
    const bool listed = std::find(evidence.parts.begin(), evidence.parts.end(), part.name) != evidence.parts.end();
    if (!listed && part.name != "word") evidence.parts.push_back(part.name);
  }
  evidence.word_alone = request.options.method == "textual_inversion";
  evidence.word = trainee_.word;
  evidence.word_start = trainee_.word_start;
  if (!trouble_.empty()) return evidence;
  evidence.learnt = &model_;
  const int side = request.options.resolution.value_or(static_cast<int>(model_.own_size()));
  evidence.base.model = request.model;
  evidence.base.compute = request.compute;
  evidence.base.preview_every = 0;
  evidence.base.sample.steps = verdict_steps;
  evidence.base.sample.width = side;
  evidence.base.sample.height = side;
  evidence.taught = evidence.base;
  const api::SubjectInfo info = subject(last_checkpoint_, position_.step);
  evidence.taught.model = info.model;
  evidence.word_file = info.embedding_file;
  if (!info.lora_file.empty()) evidence.taught.loras = {{.file = info.lora_file, .strength = 1}};
  if (!draws_) {
    evidence.subject_prompt = subject_prompt(request);
    evidence.class_prompt = generate::class_prompt(request.kind);
  }
  return evidence;
}

/// Frees the optimizer first: from here on there are up to three models in memory.
api::Verdict Lesson::verdict() {
  optimizer_.reset();
  tensor::trim_cached_memory();
  ema_->swap();  // for good: the files hold the averages
  const Evidence found = evidence();
  if (!trainee_.pairs.empty() && found.learnt != nullptr) {
    models::detach_lora(model_);
    models::merge_lora(model_, trainee_.pairs, 1);
  }
  return judge(found, prepared_.recipe, context_);
}

Trained Lesson::finish() {
  for (const Part& part : trainee_.parts) trained_.abs_sum[part.name] += absolute_sum(part);
  api::TrainFinished& finished = trained_.finished;
  if (learning_seconds_ > 0) finished.steps_per_second = static_cast<double>(trained_.losses.size()) / learning_seconds_;
  finished.run_folder = prepared_.request.run_folder;
  finished.peak_memory_bytes = tensor::peak_memory_bytes(model_.compute.device);
  if (writes()) {
    if (trouble_.empty()) save();
    finished.verdict = verdict();
    finished.recommended = recommended();
    const bool chosen = finished.recommended.step > 0;
    finished.subject = subject(chosen ? fs::path(finished.recommended.folder) : last_checkpoint_,
                               chosen ? finished.recommended.step : position_.step);
    for (const std::int64_t step : complete_checkpoints(finished.run_folder)) {
      trained_.checkpoints.push_back(checkpoint_folder(checkpoints_.folder, step).string());
    }
    finished.peak_memory_bytes = tensor::peak_memory_bytes(model_.compute.device);
  } else {
    look_ahead();
  }
  context_.report(finished);
  return std::move(trained_);
}

}  // namespace likeness::train
