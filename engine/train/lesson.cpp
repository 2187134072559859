#include "engine/train/lesson.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/error.h"
#include "engine/tensor/random.h"
#include "engine/train/material.h"
#include "engine/train/parts.h"
#include "engine/train/prompts.h"
#include "engine/train/word.h"

namespace likeness::train {

namespace {

constexpr std::int64_t dry_run_steps = 2;
constexpr const char* dropout_state = "dropout.generator";

at::Generator factor_generator(const api::TrainOptions& options) {
  return tensor::make_generator(static_cast<std::uint64_t>(options.seed) + 1);  // the batches' generator has the seed itself
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
  at::Generator generator = factor_generator(options());
  trainee_.model = prepared.model;
  if (teaches_word(options())) trainee_ = make_word_trainee(prepared.model, prepared.request, generator);  // the photos' sentence has the word
  prepare_batches();  // with the untouched model: it makes the class pictures
  if (options().method != "textual_inversion") add_parts(trainee_, options(), generator);
  if (draws_ && options().method == "lora") set_factors(trainee_, draws_->tensors);
  if (draws_ && teaches_word(options())) set_word(trainee_, draws_->tensors);
  optimizer_ = make_optimizer(trainee_.parts, options());
  ema_.emplace(trainee_.parts, options());
  if (!draws_ && writes()) {
    if (options().probe_every.value_or(0) > 0) probe_.emplace(material_, model_);
    if (options().sample_every.value_or(0) > 0) samples_ = sample_plan(prepared_.request, prepared_.recipe, model_);
    if (samples_) column_scores_.emplace(prepared_, material_, *samples_);
  }
  if (prepared_.request.resume) restore(prepared_.start_step);
}

void Lesson::prepare_batches() {
  const bool prior = has_prior(options());
  if (!prepared_.request.draws_file.empty()) {
    draws_ = read_draws(prepared_.request.draws_file, model_, prior, teaches_word(options()) ? options().vectors : 0);
    batches_ = drawn_batches(*draws_, model_, prior);
    return;
  }
  material_ = make_material(prepared_, context_);
  batches_ = random_batches(material_, {.batch = options().batch.value_or(1),
                                        .noise = noise_settings(options(), objective_.schedule().train_steps),
                                        .caption_dropout = options().caption_dropout,
                                        .seed = static_cast<std::uint64_t>(options().seed)});
}

void Lesson::restore(std::int64_t step) {
  remove_leftovers(checkpoints_.folder);
  Restored restored = read_checkpoint(checkpoints_, step, trainee_);
  position_ = restored.position;
  batches_->load(restored.state, restored.state_file);
  optimizer_->load(restored.state, restored.state_file);
  ema_->load(restored.state, restored.state_file);
  if (trainee_.dropout) {
    tensor::set_generator_state(trainee_.dropout->generator,
                                tensor::require_tensor(restored.state, dropout_state, 1, restored.state_file));
  }
  last_checkpoint_ = checkpoint_folder(checkpoints_.folder, position_.step);
}

/// To the newest checkpoint, as if nothing had been done since; what memory allows stays known.
void Lesson::go_back() {
  const std::int64_t pieces = position_.pieces, done = position_.step;
  const double spent = seconds();
  restore(complete_checkpoints(prepared_.request.run_folder).back());
  position_.pieces = pieces;
  position_.seconds += spent - seconds();  // the clock does not go back
  const auto undone = static_cast<std::size_t>(done - position_.step);
  for (auto* figures : {&trained_.losses, &trained_.subject_losses, &trained_.prior_losses, &trained_.grad_norms, &trained_.learning_rates}) {
    figures->resize(figures->size() - std::min(undone, figures->size()));
  }
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
  if (options().recoveries > 0 && writes()) save();  // to go back to
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
  if (trainee_.dropout) tensors[dropout_state] = tensor::generator_state(trainee_.dropout->generator);
  return tensors;
}

/// A full disk pauses the run where somebody can make room and let it go on; elsewhere it is an error.
void Lesson::write_when_there_is_room(const Position& position, const tensor::TensorMap& tensors) {
  const WithAverages averages(*ema_);
  while (true) {
    try {
      last_checkpoint_ = write_checkpoint(checkpoints_, position, trainee_, tensors);
      return;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::disk_full) throw;
      if (!context_.hold(std::string(error.what()) + " Nothing is lost: free some space, then let the run go on.")) throw;
    }
  }
}

void Lesson::save() {
  const std::filesystem::path folder = checkpoint_folder(checkpoints_.folder, position_.step);
  if (folder == last_checkpoint_) return;
  Position saved = position_;
  saved.seconds = seconds();
  const tensor::TensorMap tensors = state();
  write_when_there_is_room(saved, tensors);
  context_.report(api::CheckpointSaved{.step = position_.step, .folder = last_checkpoint_.string()});
}

}  // namespace likeness::train
