// One teaching run from its first step to its last: the loop, what follows each step, and the end.
// Order per step: batches, losses, gradients, update, average, probe, Metrics, samples and their scores, checkpoint. A cancel inside the
// samples is noted in the checkpoint, so that the resumed run makes up for them. A class, as a checkpoint is consistent only between steps.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/api/job_context.h"
#include "engine/train/batches.h"
#include "engine/train/checkpoint.h"
#include "engine/train/column_scores.h"
#include "engine/train/draws.h"
#include "engine/train/ema.h"
#include "engine/train/objective.h"
#include "engine/train/optimizer.h"
#include "engine/train/pieces.h"
#include "engine/train/probe.h"
#include "engine/train/samples.h"
#include "engine/train/train.h"
#include "engine/train/trainee.h"
#include "engine/train/verdict.h"

namespace likeness::train {

class Lesson {
 public:
  /// Makes class pictures and latents, or reads the draws; restores the checkpoint of a resumed run.
  Lesson(Prepared& prepared, api::JobContext& context);

  /// All steps that are left. A cancel saves a checkpoint and throws Cancelled; a loss that is not finite ends the loop, or takes the run
  /// back to its last checkpoint at half the rate, as often as `recoveries` says. Too little memory makes portions of each batch.
  void learn();

  /// Last checkpoint, verdict, result; reports TrainFinished.
  Trained finish();

 private:
  void prepare_batches();
  void restore(std::int64_t step);
  void go_back();
  void begin();
  bool one_step();
  api::Metrics gather_gradients();
  api::Metrics gradients_of(const std::vector<Batch>& batches);
  Losses losses_of(const Piece& piece);
  void use_smaller_pieces(std::int64_t rows);
  void forget_gradients();
  bool recover(const api::Metrics& metrics);
  std::vector<double> rates() const;
  void after_step(api::Metrics metrics);
  ProbeLosses measure_probe();
  void sample();
  void score();
  void stop_when_stalled();
  void save();
  void write_when_there_is_room(const Position& position, const tensor::TensorMap& tensors);
  std::string kept_text() const;
  bool due(int every) const;
  double seconds() const;
  tensor::TensorMap state() const;
  Evidence evidence() const;
  api::Verdict verdict();
  api::SubjectInfo subject(const std::filesystem::path& checkpoint, std::int64_t step) const;
  api::Recommendation recommended() const;
  void make_trial_pictures();
  void look_ahead();

  const api::TrainOptions& options() const { return prepared_.request.options; }
  bool writes() const { return !prepared_.request.dry_run; }

  Prepared& prepared_;
  api::JobContext& context_;
  models::Model& model_;
  std::int64_t steps_;
  Checkpoints checkpoints_;
  std::optional<Draws> draws_;
  Material material_;
  Trainee trainee_;
  std::unique_ptr<Batches> batches_;
  std::unique_ptr<Optimizer> optimizer_;
  std::optional<Ema> ema_;
  Objective objective_;
  std::optional<Probe> probe_;
  std::optional<SamplePlan> samples_;
  std::optional<ColumnScores> column_scores_;
  Position position_;
  ProbeLosses last_probe_;
  std::string trouble_;                    // why the loop ended early
  std::filesystem::path last_checkpoint_;
  std::string last_sample_;
  Trained trained_;
  double learning_seconds_ = 0;
  double fastest_step_ = 0;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace likeness::train
