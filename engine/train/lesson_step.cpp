// One step of a lesson: gradients, update, and what is done when memory runs out or a number is no longer finite.
#include <algorithm>
#include <cmath>
#include <new>
#include <optional>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/fault.h"
#include "engine/base/json.h"
#include "engine/models/recompute.h"
#include "engine/tensor/allocator.h"
#include "engine/train/learning_rate.h"
#include "engine/train/lesson.h"
#include "engine/train/parts.h"
#include "engine/train/pieces.h"

namespace likeness::train {

namespace {

/// Adapters leave inputs out as long as it lives.
class Thinned {
 public:
  explicit Thinned(models::LoraDropout* dropout) : dropout_(dropout) { set(true); }
  ~Thinned() { set(false); }
  Thinned(const Thinned&) = delete;
  Thinned& operator=(const Thinned&) = delete;

 private:
  void set(bool on) {
    if (dropout_ != nullptr) dropout_->on = on;
  }
  models::LoraDropout* dropout_;
};

std::string number_text(double value) { return Json(value).dump(); }

/// `sum` is NaN until the first one.
void add_measured(double& sum, const at::Tensor& loss, double weight) {
  if (!loss.defined()) return;
  sum = (std::isnan(sum) ? 0 : sum) + loss.item<double>() * weight;
}

}  // namespace

std::vector<double> Lesson::rates() const {
  const double cooled = std::pow(0.5, position_.recoveries);
  const bool word_learns = static_cast<double>(position_.step) < options().word_until * static_cast<double>(steps_);
  std::vector<double> rates;
  for (const Part& part : trainee_.parts) {
    const bool rests = part.name == "word" && !word_learns;
    rates.push_back(rests ? 0 : cooled * rate_at(options(), part.learning_rate, position_.step, steps_));
  }
  return rates;
}

Losses Lesson::losses_of(const Piece& piece) {
  std::optional<models::Recomputing> recomputing;
  if (options().gradient_checkpointing) {
    recomputing.emplace(trainee_.dropout ? std::optional(trainee_.dropout->generator) : std::nullopt);
  }
  return objective_.losses(piece.batch, piece.shares);
}

/// The step's micro batches, each loss divided by their number; the figures are the means over them.
api::Metrics Lesson::gradients_of(const std::vector<Batch>& batches) {
  const Thinned thinned(trainee_.dropout.get());
  const auto micros = static_cast<double>(batches.size());
  api::Metrics metrics{.step = position_.step + 1, .loss = 0};
  for (const Batch& batch : batches) {
    for (const Piece& piece : pieces_of(batch, position_.pieces)) {
      if (fault_point(FaultPoint::memory)) throw std::bad_alloc();
      const Losses losses = losses_of(piece);
      metrics.loss += losses.total.item<double>() / micros;
      if (batch.latents.size(0) > batch.subjects) {
        add_measured(metrics.subject_loss, losses.subject, piece.shares.subject / micros);
        add_measured(metrics.prior_loss, losses.prior, piece.shares.prior / micros);
      }
      if (batches.size() == 1) losses.total.backward();
      else (losses.total / micros).backward();
    }
  }
  metrics.grad_norm = optimizer_->gradient_norm();
  return metrics;
}

void Lesson::forget_gradients() {
  for (const Part& part : trainee_.parts) {
    for (const at::Tensor& parameter : part.parameters) parameter.mutable_grad().reset();
  }
}

/// Half as many rows at once from here on, the drawn batch unchanged; throws when one row is too much.
void Lesson::use_smaller_pieces(std::int64_t rows) {
  forget_gradients();
  tensor::trim_cached_memory();
  if (position_.pieces >= rows) {
    throw Error(ErrorKind::out_of_memory, "There is not enough memory to teach even one picture at a time." + kept_text(),
                memory_advice(options()));
  }
  position_.pieces = std::min(2 * position_.pieces, rows);
  context_.log("The memory was not enough for a whole batch. From step " + std::to_string(position_.step + 1) + " on it is worked out in " +
               std::to_string(position_.pieces) + " portions: the same lesson, a little slower. " + memory_advice(options()));
}

api::Metrics Lesson::gather_gradients() {
  const int micros = options().gradient_accumulation;
  std::vector<Batch> batches;
  for (int micro = 0; micro < micros; ++micro) batches.push_back(batches_->next(position_.step * micros + micro));
  while (true) {
    try {
      return gradients_of(batches);
    } catch (...) {
      if (!ran_out_of_memory()) throw;
    }
    use_smaller_pieces(batches.front().latents.size(0));
  }
}

std::string Lesson::kept_text() const {
  if (last_checkpoint_.empty()) return {};
  return " What was learnt before lies in " + last_checkpoint_.string() + ".";
}

/// True when the run went back and goes on; else the trouble is noted.
bool Lesson::recover(const api::Metrics& metrics) {
  const std::string what = "At step " + std::to_string(metrics.step) + " the " + (std::isfinite(metrics.loss) ? "gradient" : "loss") +
                           " was no longer a finite number";
  if (position_.recoveries < options().recoveries && !last_checkpoint_.empty()) {
    const int recoveries = position_.recoveries + 1;
    forget_gradients();
    go_back();
    position_.recoveries = recoveries;
    context_.log(what + ", so the run went back to step " + std::to_string(position_.step) + " and goes on at half the learning rate.");
    return true;
  }
  trouble_ = what + ", so the run stopped there. A lower learning rate helps (" + number_text(options().learning_rate.value() / 10) +
             " instead of " + number_text(options().learning_rate.value()) + "), or a warm-up, or recoveries 3, which goes on at half the rate." +
             kept_text();
  context_.log(trouble_);
  return false;
}

/// False when the run must stop: the update with a loss or gradient that is not finite is never made.
bool Lesson::one_step() {
  const auto start = std::chrono::steady_clock::now();
  api::Metrics metrics = gather_gradients();
  if (!std::isfinite(metrics.loss) || !std::isfinite(metrics.grad_norm)) return recover(metrics);
  const std::vector<double> now = rates();
  optimizer_->step(metrics.grad_norm, now);
  ema_->update(position_.step);
  metrics.learning_rate = std::pow(0.5, position_.recoveries) * rate_at(options(), options().learning_rate.value(), position_.step, steps_);
  ++position_.step;
  const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  learning_seconds_ += spent;
  fastest_step_ = fastest_step_ > 0 ? std::min(fastest_step_, spent) : spent;
  fault_point(FaultPoint::step);
  after_step(metrics);
  return true;
}

}  // namespace likeness::train
