#include "ui/models/loss_history.h"

#include <algorithm>
#include <cmath>

namespace likeness::ui {

namespace {

double valueOf(const api::Metrics& metrics, LossKind kind) {
  switch (kind) {
    case LossKind::Subject: return std::isnan(metrics.subject_loss) ? metrics.loss : metrics.subject_loss;
    case LossKind::Class: return metrics.prior_loss;
    case LossKind::Probe: return metrics.probe_loss;
    case LossKind::ProbeClass: return metrics.probe_prior_loss;
  }
  return api::kNotMeasured;
}

void append(std::array<LossLine, kLossKinds>& lines, const api::Metrics& metrics) {
  for (int kind = 0; kind < kLossKinds; ++kind) {
    const double value = valueOf(metrics, static_cast<LossKind>(kind));
    if (!std::isfinite(value)) continue;
    lines[static_cast<std::size_t>(kind)].steps.push_back(static_cast<double>(metrics.step));
    lines[static_cast<std::size_t>(kind)].values.push_back(value);
  }
}

void merge(api::Metrics& into, const api::Metrics& from) {
  for (double api::Metrics::*field :
       {&api::Metrics::loss, &api::Metrics::subject_loss, &api::Metrics::prior_loss, &api::Metrics::probe_loss,
        &api::Metrics::probe_prior_loss, &api::Metrics::learning_rate, &api::Metrics::grad_norm, &api::Metrics::seconds}) {
    if (!std::isnan(from.*field)) into.*field = from.*field;
  }
}

void insertSorted(std::vector<std::int64_t>& steps, std::int64_t step) {
  const auto place = std::lower_bound(steps.begin(), steps.end(), step);
  if (place == steps.end() || *place != step) steps.insert(place, step);
}

}  // namespace

std::vector<double> smoothWithoutLag(const std::vector<double>& values, double span) {
  std::vector<double> smooth = values;
  const double keep = 1.0 - 2.0 / (span + 1.0);
  for (std::size_t i = 1; i < smooth.size(); ++i) smooth[i] = keep * smooth[i - 1] + (1 - keep) * smooth[i];
  for (std::size_t i = smooth.size(); i-- > 1;) smooth[i - 1] = keep * smooth[i] + (1 - keep) * smooth[i - 1];
  return smooth;
}

void LossHistory::add(const api::Metrics& metrics) {
  if (!points_.empty() && metrics.step == points_.back().step) {
    merge(points_.back(), metrics);
    takeBack(metrics.step);
    append(lines_, points_.back());
    return;
  }
  if (!points_.empty() && metrics.step < points_.back().step) dropFrom(metrics.step);
  points_.push_back(metrics);
  append(lines_, metrics);
}

void LossHistory::addCheckpoint(std::int64_t step) { insertSorted(checkpoints_, step); }

void LossHistory::addSample(std::int64_t step) { insertSorted(samples_, step); }

void LossHistory::clear() { *this = LossHistory(); }

const std::vector<double>& LossHistory::smoothed(LossKind kind) const {
  const std::vector<double>& values = line(kind).values;
  std::vector<double>& smooth = smoothed_[static_cast<std::size_t>(kind)];
  // Taking values back clears the smoothed ones, so equal length means up to date.
  if (smooth.size() != values.size()) smooth = smoothWithoutLag(values, std::clamp(static_cast<double>(values.size()) / 12.0, 3.0, 400.0));
  return smooth;
}

void LossHistory::takeBack(std::int64_t step) {
  for (std::size_t kind = 0; kind < kLossKinds; ++kind) {
    LossLine& line = lines_[kind];
    while (!line.steps.empty() && line.steps.back() >= static_cast<double>(step)) {
      line.steps.pop_back();
      line.values.pop_back();
      smoothed_[kind].clear();
    }
  }
}

void LossHistory::dropFrom(std::int64_t step) {
  const auto first = std::lower_bound(points_.begin(), points_.end(), step,
                                      [](const api::Metrics& metrics, std::int64_t wanted) { return metrics.step < wanted; });
  points_.erase(first, points_.end());
  takeBack(step);
}

}  // namespace likeness::ui
