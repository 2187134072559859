// Scores of the sample pictures that a run makes anyway, one column (all prompts at one step) at a time, by the untouched model.
// Rows with the taught word show the subject; the row that is the kind's own prompt shows whether the kind has drifted.
// 0 % are the run's class pictures, or the column before the first step where it has none.
// What the training changes is not asked: words are encoded before the first step, and a UNet that learns is loaded anew for the
// measuring and let go again. Nothing random; the run's generators are left alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/train/batches.h"
#include "engine/train/recommend.h"
#include "engine/train/samples.h"
#include "engine/train/scores.h"
#include "engine/train/train.h"

namespace likeness::train {

class ColumnScores {
 public:
  /// With the model as it is before its first step. All arguments must outlive it.
  ColumnScores(const Prepared& prepared, const Material& material, const SamplePlan& plan);

  /// Nothing where no row shows the subject, or the column of step 0 is missing and needed.
  std::optional<api::Scores> measure(std::int64_t step, api::JobContext& context);

 private:
  enum class Row { subject, kind, other };

  at::Tensor latents_of(std::int64_t step, Row row, api::JobContext& context) const;
  void make_scale(const Instrument& instrument, api::JobContext& context);

  const Prepared& prepared_;
  const Material& material_;
  const SamplePlan& plan_;
  bool unet_learns_;
  std::vector<Row> rows_;
  at::Tensor no_words_, kind_words_;
  std::vector<at::Tensor> words_;  // of the rows with the subject
  std::optional<LikenessScale> scale_;
};

}  // namespace likeness::train
