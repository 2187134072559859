#include "engine/train/lesson.h"

#include <cmath>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/fault.h"
#include "engine/tensor/random.h"
#include "engine/train/learning_rate.h"
#include "engine/train/material.h"
#include "engine/train/prompts.h"
#include "engine/train/word.h"

namespace likeness::train {

namespace {

constexpr std::int64_t dry_run_steps = 2;

at::Generator factor_generator(const api::TrainOptions& options) {
  return tensor::make_generator(static_cast<std::uint64_t>(options.seed) + 1);  // the batches' generator has the seed itself
}

Trainee trainee_of(Prepared& prepared) {
  at::Generator generator = factor_generator(prepared.request.options);
  if (prepared.request.options.method == "textual_inversion") return make_word_trainee(prepared.model, prepared.request, generator);
  return make_trainee(prepared.model, prepared.request.options, generator);
}

Checkpoints checkpoints_of(const Prepared& prepared) {
  const api::Train& request = prepared.request;
  return {.folder = std::filesystem::path(request.run_folder) / "checkpoints",
          .bytes = checkpoint_bytes(*prepared.model, request.options),
          .keep = request.options.keep_checkpoints,
          .shared = shared_by_resumed_runs(request, prepared.model_hash, prepared.photo_hashes)};
}

bool has_prior(const api::TrainOptions& options) { return options.prior_preservation.value_or(true); }

}  // namespace

Lesson::Lesson(Prepared& prepared, api::JobContext& context)
    : prepared_(prepared), context_(context), model_(*prepared.model),
      steps_(prepared.request.dry_run ? dry_run_steps : prepared.request.options.steps.value()),
      checkpoints_(checkpoints_of(prepared)),
      objective_(model_, options()) {
  const bool word = options().method == "textual_inversion";
  if (word) trainee_ = trainee_of(prepared_);  // the photos' sentence has the word
  prepare_batches();  // with the untouched model: it makes the class pictures
  if (!word) trainee_ = trainee_of(prepared_);
  if (draws_ && options().method == "lora") set_factors(trainee_, draws_->tensors);
  if (draws_ && word) set_word(trainee_, draws_->tensors);
  optimizer_ = make_optimizer(trainee_.parts, options());
  ema_.emplace(trainee_.parts, options());
  if (!draws_ && writes()) {
    if (options().probe_every.value_or(0) > 0) probe_.emplace(material_, model_);
    if (options().sample_every.value_or(0) > 0) samples_ = sample_plan(prepared_.request, prepared_.recipe, model_);
    if (samples_) column_scores_.emplace(prepared_, material_, *samples_);
  }
  if (prepared_.request.resume) restore();
}

void Lesson::prepare_batches() {
  const bool prior = has_prior(options());
  if (!prepared_.request.draws_file.empty()) {
    draws_ = read_draws(prepared_.request.draws_file, model_, prior, options().method == "textual_inversion" ? options().vectors : 0);
    batches_ = drawn_batches(*draws_, model_, prior);
    return;
  }
  material_ = make_material(prepared_, context_);
  batches_ = random_batches(material_, {.batch = options().batch.value_or(1),
                                        .noise = noise_settings(options(), objective_.schedule().train_steps),
                                        .caption_dropout = options().caption_dropout,
                                        .seed = static_cast<std::uint64_t>(options().seed)});
}

void Lesson::restore() {
  remove_leftovers(checkpoints_.folder);
  Restored restored = read_checkpoint(checkpoints_, prepared_.start_step, trainee_);
  position_ = restored.position;
  batches_->load(restored.state, restored.state_file);
  optimizer_->load(restored.state, restored.state_file);
  ema_->load(restored.state, restored.state_file);
  last_checkpoint_ = checkpoint_folder(checkpoints_.folder, position_.step);
}

double Lesson::seconds() const {
  const double running = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  return position_.seconds + running - context_.paused_seconds();
}

bool Lesson::due(int every) const {
  return every > 0 && (position_.step % every == 0 || position_.step == steps_);
}

/// Step 0 is the untouched model; a resumed run makes up for samples that a cancel cut off.
void Lesson::begin() {
  if (position_.step > 0) {
    if (position_.samples_owed) sample();
    return;
  }
  if (probe_) {
    context_.step(api::Phase::probing, 0, 1);
    position_.probe_at_start = probe_->measure();
    last_probe_ = position_.probe_at_start;
    context_.report(api::Metrics{.step = 0, .probe_loss = last_probe_.subject, .probe_prior_loss = last_probe_.prior,
                                 .seconds = seconds()});
  }
  sample();
}

void Lesson::learn() {
  try {
    begin();
    context_.step(api::Phase::learning, position_.step, steps_);
    while (position_.step < steps_ && one_step()) context_.step(api::Phase::learning, position_.step, steps_);
    if (probe_ && std::isnan(last_probe_.subject)) last_probe_ = measure_probe();  // resumed when all steps were done
  } catch (const Cancelled&) {
    if (position_.step > 0 && writes()) save();
    throw;
  }
}

std::vector<double> Lesson::rates() const {
  std::vector<double> rates;
  for (const Part& part : trainee_.parts) rates.push_back(rate_at(options(), part.learning_rate, position_.step, steps_));
  return rates;
}

/// The step's micro batches, each loss divided by their number; the figures are the means over them.
api::Metrics Lesson::gather_gradients() {
  const int micros = options().gradient_accumulation;
  api::Metrics metrics{.step = position_.step + 1, .loss = 0};
  for (int micro = 0; micro < micros; ++micro) {
    const Batch batch = batches_->next(position_.step * micros + micro);
    const Losses losses = objective_.losses(batch);
    metrics.loss += losses.total.item<double>() / micros;
    if (losses.prior.defined()) {
      metrics.subject_loss = (micro == 0 ? 0 : metrics.subject_loss) + losses.subject.item<double>() / micros;
      metrics.prior_loss = (micro == 0 ? 0 : metrics.prior_loss) + losses.prior.item<double>() / micros;
    }
    if (micros == 1) losses.total.backward();
    else (losses.total / micros).backward();
  }
  metrics.grad_norm = optimizer_->gradient_norm();
  return metrics;
}

std::string Lesson::kept_text() const {
  if (last_checkpoint_.empty()) return {};
  return " What was learnt before lies in " + last_checkpoint_.string() + ".";
}

/// False when the run must stop: the update with a loss or gradient that is not finite is never made.
bool Lesson::one_step() {
  const auto start = std::chrono::steady_clock::now();
  api::Metrics metrics = gather_gradients();
  if (!std::isfinite(metrics.loss) || !std::isfinite(metrics.grad_norm)) {
    trouble_ = "At step " + std::to_string(metrics.step) + " the " + (std::isfinite(metrics.loss) ? "gradient" : "loss") +
               " was no longer a finite number, so the run stopped there. A lower learning rate helps, or a warm-up." + kept_text();
    context_.log(trouble_);
    return false;
  }
  optimizer_->step(metrics.grad_norm, rates());
  ema_->update(position_.step);
  metrics.learning_rate = rate_at(options(), options().learning_rate.value(), position_.step, steps_);
  ++position_.step;
  learning_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fault_point(FaultPoint::step);
  after_step(metrics);
  return true;
}

ProbeLosses Lesson::measure_probe() {
  const WithAverages averages(*ema_);
  return probe_->measure();
}

void Lesson::after_step(api::Metrics metrics) {
  if (probe_ && due(options().probe_every.value_or(0))) {
    last_probe_ = measure_probe();
    metrics.probe_loss = last_probe_.subject;
    metrics.probe_prior_loss = last_probe_.prior;
  }
  metrics.seconds = seconds();
  trained_.losses.push_back(metrics.loss);
  if (std::isfinite(metrics.prior_loss)) {
    trained_.subject_losses.push_back(metrics.subject_loss);
    trained_.prior_losses.push_back(metrics.prior_loss);
  }
  trained_.grad_norms.push_back(metrics.grad_norm);
  trained_.learning_rates.push_back(metrics.learning_rate);
  context_.report(metrics);
  const bool asked = context_.take(api::Wish::sample_now);
  if (asked || due(options().sample_every.value_or(0))) {
    sample();
    stop_when_stalled();
  }
  const int every = options().checkpoint_every.value_or(0);
  const bool wished = context_.take(api::Wish::checkpoint_now);
  if (writes() && (wished || (every > 0 && position_.step % every == 0))) save();
}

void Lesson::sample() {
  if (!samples_) return;
  position_.samples_owed = true;
  const WithAverages averages(*ema_);
  const std::vector<std::string> files = take_samples(*samples_, model_, position_.step, context_);
  score();
  position_.samples_owed = false;
  if (!files.empty()) last_sample_ = files.front();
}

/// A run does not end because its pictures could not be measured.
void Lesson::score() {
  if (!column_scores_) return;
  std::optional<api::Scores> scores;
  try {
    scores = column_scores_->measure(position_.step, context_);
  } catch (const Cancelled&) {
    throw;
  } catch (const std::exception& fault) {
    context_.log(std::string("The sample pictures are not measured any more: ") + fault.what());
    column_scores_.reset();
  }
  if (!scores) return;
  std::erase_if(position_.scores, [this](const ScoredStep& one) { return one.step == position_.step; });
  position_.scores.push_back({.step = position_.step, .likeness = scores->likeness.value,
                              .prompt_following = scores->prompt_following.value, .prior_drift = scores->prior_drift.value});
  context_.report(api::Metrics{.step = position_.step, .seconds = seconds(), .likeness = scores->likeness.value,
                               .likeness_low = scores->likeness.low, .likeness_high = scores->likeness.high,
                               .prompt_following = scores->prompt_following.value, .prior_drift = scores->prior_drift.value,
                               .diversity = scores->diversity.value, .copying = scores->copying.value});
}

void Lesson::stop_when_stalled() {
  if (position_.step >= steps_ || !has_stalled(position_.scores, options().early_stop)) return;
  context_.log("Likeness has not risen for " + std::to_string(options().early_stop) + " sample columns, so the run ends at step " +
               std::to_string(position_.step) + " of " + std::to_string(steps_) + ".");
  steps_ = position_.step;
}

tensor::TensorMap Lesson::state() const {
  tensor::TensorMap tensors;
  batches_->save(tensors);
  optimizer_->save(tensors);
  ema_->save(tensors);
  return tensors;
}

void Lesson::save() {
  const std::filesystem::path folder = checkpoint_folder(checkpoints_.folder, position_.step);
  if (folder == last_checkpoint_) return;
  Position saved = position_;
  saved.seconds = seconds();
  const tensor::TensorMap tensors = state();
  const WithAverages averages(*ema_);
  last_checkpoint_ = write_checkpoint(checkpoints_, saved, trainee_, tensors);
  context_.report(api::CheckpointSaved{.step = position_.step, .folder = last_checkpoint_.string()});
}

}  // namespace likeness::train
