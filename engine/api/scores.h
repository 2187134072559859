// How well a subject was learnt, in figures: what `eval` answers and what a run tells of its sample pictures and checkpoints.
// Percent throughout. NaN means "not measured".
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/api/types.h"

namespace likeness::api {

inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// A mean over pictures and the interval that holds it in 95 of 100 redrawn sets of them; one picture has no interval.
struct Measure {
  double value = kNotMeasured;
  double low = kNotMeasured;
  double high = kNotMeasured;
};

/// How well a subject was learnt, in percent.
struct Scores {
  Measure likeness;                        // 100: as alike as the photos are to one another; 0: as the untouched model's kind
  Measure prompt_following;                // how much better the untouched model understands a picture that is told its words
  Measure prior_drift;                     // likeness of class pictures: how far the kind has become the subject
  Measure diversity;                       // 100: as different from one another as the untouched model's pictures of the kind
  Measure copying;                         // 100: a photo over again; 0: no nearer to one than the photos are to one another
};

struct Evaluated {
  JobId job = 0;
  Scores scores;
  int real = 0;                            // pictures that were measured
  int generated = 0;
  int class_generated = 0;
  std::string kind;
  std::vector<std::string> warnings;
};

/// The checkpoint to make pictures with.
struct Recommendation {
  std::int64_t step = 0;                   // 0: none
  std::string folder;
  std::string reason;                      // one sentence with the figures
};

}  // namespace likeness::api
