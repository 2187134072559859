#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/train/verdict.h"

namespace likeness::train {

namespace {

constexpr std::int64_t grid = 32;

at::Tensor area_averages(const api::Pixels& picture) {
  // from_blob only reads here, though it takes no const pointer.
  auto* bytes = const_cast<std::uint8_t*>(picture.rgb.data());
  const at::Tensor rgb = at::from_blob(bytes, {picture.height, picture.width, 3}, at::kByte);
  return at::adaptive_avg_pool2d(rgb.permute({2, 0, 1}).to(at::kFloat).unsqueeze(0), {grid, grid});
}

}  // namespace

double picture_distance(const api::Pixels& one, const api::Pixels& other) {
  return (area_averages(one) - area_averages(other)).square().mean().sqrt().item<double>();
}

double mean_distance(const std::vector<api::SharedPixels>& one, const std::vector<api::SharedPixels>& other) {
  if (one.empty() || one.size() != other.size()) throw Error(ErrorKind::internal, "Two lists of pictures to compare differ in length.");
  double sum = 0;
  for (std::size_t i = 0; i < one.size(); ++i) sum += picture_distance(*one[i], *other[i]);
  return sum / static_cast<double>(one.size());
}

double spread(const std::vector<api::SharedPixels>& pictures) {
  double sum = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    for (std::size_t j = i + 1; j < pictures.size(); ++j, ++pairs) sum += picture_distance(*pictures[i], *pictures[j]);
  }
  return pairs == 0 ? 0 : sum / pairs;
}

}  // namespace likeness::train
