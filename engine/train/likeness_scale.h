// The scale that likeness is read off: 100 % is how alike the photos are to one another, 0 % how alike the untouched model's own pictures
// of the kind are to them. Each cell of a photo looks for its best match anywhere in the picture, so that the subject may stand elsewhere;
// cells that the other photos match better than pictures of the kind do count more, so that the subject counts and the backgrounds do not.
// Percentages are clamped nowhere but in copying: a picture may be liker than the photos, or less like than the kind.
// Intervals: 1000 bootstrap draws over the pictures from a passed generator, 2.5 % to 97.5 %.
#pragma once

#include <vector>

#include <ATen/core/Generator.h>

#include "engine/api/events.h"
#include "engine/train/picture_features.h"

namespace likeness::train {

class LikenessScale {
 public:
  /// Of at least one photo and one picture of the kind by the untouched model. A lone photo is compared with itself.
  LikenessScale(const Features& photos, const Features& kind);

  /// False when the photos are no more alike to one another than pictures of the kind are to them; then likeness is NaN.
  bool works() const;

  /// Percent, one per picture.
  std::vector<double> likeness(const Features& pictures) const;
  std::vector<double> copying(const Features& pictures) const;

  /// Mean difference between the pictures against that between the kind's pictures; not measured for fewer than two.
  api::Measure diversity(const Features& pictures, at::Generator& generator) const;

 private:
  at::Tensor cells_of(const Features& pictures) const;
  std::vector<double> matches(const at::Tensor& picture) const;
  void weigh(const at::Tensor& kind);

  Features means_, spreads_;   // [1,c,1,1] of each level
  at::Tensor photos_;          // [n,256,d], cells of length 1
  at::Tensor weights_;         // [n,256], each photo's sum 1
  double zero_ = 0, one_ = 1;  // matches that are 0 % and 100 %
  double copy_zero_ = 0;
  double kind_difference_ = 0;
};

api::Measure mean_with_interval(const std::vector<double>& values, at::Generator& generator);

}  // namespace likeness::train
