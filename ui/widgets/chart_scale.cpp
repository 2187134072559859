#include "ui/widgets/chart_scale.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

namespace likeness::ui {

namespace {

double niceGap(double range, int wanted) {
  const double raw = range / std::max(1, wanted);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

std::vector<double> straightTicks(double low, double high, int wanted) {
  const double gap = niceGap(high - low, wanted);
  std::vector<double> ticks;
  for (double k = std::ceil(low / gap - 1e-9); k * gap <= high + gap * 1e-9; ++k) ticks.push_back(k * gap);
  return ticks;
}

std::vector<double> logTicks(double low, double high) {
  const bool few = std::log10(high / low) < 3;
  std::vector<double> ticks;
  for (double power = std::pow(10.0, std::floor(std::log10(low))); power <= high; power *= 10) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double tick = factor * power;
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9) && (few || factor == 1.0)) ticks.push_back(tick);
    }
  }
  return ticks;
}

}  // namespace

double ChartScale::position(double value) const {
  if (!logarithmic) return (value - low) / (high - low);
  return std::log(std::max(value, 1e-300) / low) / std::log(high / low);
}

double ChartScale::value(double position) const {
  return logarithmic ? low * std::pow(high / low, position) : low + position * (high - low);
}

std::vector<double> niceTicks(const ChartScale& scale, int wanted) {
  if (!(scale.high > scale.low) || !std::isfinite(scale.high - scale.low)) return {};
  if (scale.logarithmic) {
    std::vector<double> ticks = logTicks(scale.low, scale.high);
    if (ticks.size() >= 2) return ticks;
  }
  return straightTicks(scale.low, scale.high, wanted);
}

QString tickText(double value, double gap) {
  const double size = std::max(std::abs(value), gap);
  if (size > 0 && (size >= 1e6 || size < 1e-4)) return QLocale().toString(value, 'g', 3);
  const int decimals = gap > 0 ? std::clamp(static_cast<int>(std::ceil(-std::log10(gap) - 1e-9)), 0, 6) : 3;
  return QLocale().toString(value, 'f', decimals);
}

}  // namespace likeness::ui
