// One axis of a chart: which values lie where between 0 and 1, straight or logarithmic, and where its ticks go.
// Ticks stand at 1, 2 or 5 times a power of ten (Heckbert, Nice Numbers for Graph Labels, 1990). Plain functions, no painting.
#pragma once

#include <vector>

#include <QString>

namespace likeness::ui {

struct ChartScale {
  double low = 0;
  double high = 1;           // above low
  bool logarithmic = false;  // then low is above 0

  /// 0 at low, 1 at high; outside of that beyond.
  double position(double value) const;
  double value(double position) const;
};

/// Rising, inside of the scale, about `wanted` of them and at least two where the range allows it.
std::vector<double> niceTicks(const ChartScale& scale, int wanted);

/// As short as it can be while neighbours `gap` apart still differ; in the user's locale.
QString tickText(double value, double gap);

}  // namespace likeness::ui
