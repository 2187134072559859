// A running average of the trained parameters: after each step average -= (1 - decay) * (average - parameter), in float32.
// decay of step i (from 0): 0 for i <= update_after, else min(decay, (1+s)/(10+s)) or, with the warm-up, min(decay, 1-(1+s)^-power),
// s = i - update_after. swap() exchanges parameters and averages without copying, so that samples, probes and files see the average.
// Source: diffusers training_utils.py, EMAModel (inv_gamma 1, min_decay 0).
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/api/train_options.h"
#include "engine/tensor/files.h"
#include "engine/train/trainee.h"

namespace likeness::train {

double ema_decay_at(const api::TrainOptions& options, std::int64_t step);

class Ema {
 public:
  /// Starts as the parameters are. `parts` must outlive it; off (and free) where ema_decay is 0.
  Ema(const std::vector<Part>& parts, const api::TrainOptions& options);

  bool on() const { return !averages_.empty(); }

  /// After the update of step `step`, counted from 0.
  void update(std::int64_t step);
  void swap();

  /// The parameters themselves, as "learnt.<parameter>", while the checkpoint's usable files hold the averages.
  void save(tensor::TensorMap& state) const;

  /// The parameters hold the averages, as the files had them: takes them over and puts the state's values in their place.
  void load(const tensor::TensorMap& state, const std::filesystem::path& file);

 private:
  const std::vector<Part>& parts_;
  api::TrainOptions options_;
  std::vector<std::vector<at::Tensor>> averages_;  // by part
};

/// The averages stand in the parameters' place as long as it lives.
class WithAverages {
 public:
  explicit WithAverages(Ema& ema) : ema_(ema) { ema_.swap(); }
  ~WithAverages() { ema_.swap(); }
  WithAverages(const WithAverages&) = delete;
  WithAverages& operator=(const WithAverages&) = delete;

 private:
  Ema& ema_;
};

}  // namespace likeness::train
