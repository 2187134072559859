// A grid of pictures: which settings an axis may take, what the typed values mean, how many pictures it will be, what speaks against it.
// Values are typed as for A1111 (engine/api/grid_values.h), samplers and schedules by the names on screen. No engine, no display.
#pragma once

#include <QStringList>

#include "ui/viewmodels/make_settings.h"

namespace likeness::ui {

inline constexpr int kMostAxes = 3;

/// Keys that an axis may take now, for optionName().
QStringList axisKeys(const MakeSettings& settings);

/// What to type for a key, as a placeholder: "1, 4, 7.5, 12".
QString axisExample(const QString& key);

struct GridPlan {
  int pictures = 0;  // 0 without axes, or with a problem
  QString problem;   // one sentence
  QString sentence;  // "12 pictures of one seed, and a sheet of them all"
};
GridPlan gridPlan(const MakeSettings& settings);

/// The axes as the engine takes them: names on screen become keys.
std::vector<api::GridAxis> engineAxes(const MakeSettings& settings);

/// Pictures that a request makes, a grid's sheet not counted.
int picturesOf(const api::Generate& request);

}  // namespace likeness::ui
