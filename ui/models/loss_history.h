// The losses of a run as they arrive, ready for drawing: each measured value with its step, and a smoothed line without lag.
// Smoothing is an exponential mean run forward and then backward over the values (as ai-toolkit's JobLossGraph), made anew only when
// it is asked for after new points: adding is O(1), smoothing O(n). Plain data, GUI thread only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/api/events.h"

namespace likeness::ui {

enum class LossKind { Subject, Class, Probe, ProbeClass };
inline constexpr int kLossKinds = 4;

struct LossLine {
  std::vector<double> steps;   // rising
  std::vector<double> values;  // finite
};

class LossHistory {
 public:
  /// Points of one step are merged; a step before the last one means that the run went back to a checkpoint: later points are dropped.
  void add(const api::Metrics& metrics);
  void addCheckpoint(std::int64_t step);
  void addSample(std::int64_t step);
  void clear();

  const std::vector<api::Metrics>& points() const { return points_; }
  const LossLine& line(LossKind kind) const { return lines_[static_cast<std::size_t>(kind)]; }
  /// One value per value of line(kind).
  const std::vector<double>& smoothed(LossKind kind) const;
  const std::vector<std::int64_t>& checkpoints() const { return checkpoints_; }
  const std::vector<std::int64_t>& samples() const { return samples_; }
  std::int64_t lastStep() const { return points_.empty() ? 0 : points_.back().step; }

 private:
  void dropFrom(std::int64_t step);
  void takeBack(std::int64_t step);

  std::vector<api::Metrics> points_;
  std::array<LossLine, kLossKinds> lines_;
  mutable std::array<std::vector<double>, kLossKinds> smoothed_;
  std::vector<std::int64_t> checkpoints_;
  std::vector<std::int64_t> samples_;
};

/// The smoothing itself; `span` is the number of values that a mean of equal memory would cover.
std::vector<double> smoothWithoutLag(const std::vector<double>& values, double span);

}  // namespace likeness::ui
