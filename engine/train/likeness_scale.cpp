#include "engine/train/likeness_scale.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <ATen/ATen.h>

#include "engine/tensor/random.h"

namespace likeness::train {

namespace {

constexpr std::int64_t bootstrap_draws = 1000;
constexpr double smallest_step = 1e-4;  // between 0 % and 100 %

double mean_of(const std::vector<double>& values) {
  return values.empty() ? api::kNotMeasured : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// How well each cell of `one` [256,d] is found anywhere in `other`: [256].
at::Tensor best_matches(const at::Tensor& one, const at::Tensor& other) { return at::matmul(one, other.t()).amax(1); }

/// Cell by cell in place, [n,256,d] against [256,d]: [n].
at::Tensor in_place(const at::Tensor& pictures, const at::Tensor& picture) { return (pictures * picture).sum(2).mean(1); }

/// [N,N], 0 on the diagonal.
at::Tensor differences(const at::Tensor& cells) {
  std::vector<at::Tensor> rows;
  for (std::int64_t i = 0; i < cells.size(0); ++i) rows.push_back(1 - in_place(cells, cells[i]));
  return at::stack(rows).fill_diagonal_(0);
}

double mean_difference(const at::Tensor& cells) {
  const auto pictures = static_cast<double>(cells.size(0));
  return pictures < 2 ? 0 : differences(cells).sum().item<double>() / (pictures * (pictures - 1));
}

api::Measure interval(double value, at::Tensor draws) {
  draws = std::get<0>(draws.sort());
  const auto at_share = [&draws](double share) {
    return draws[static_cast<std::int64_t>(share * static_cast<double>(draws.size(0) - 1))].item<double>();
  };
  return {.value = value, .low = at_share(0.025), .high = at_share(0.975)};
}

}  // namespace

api::Measure mean_with_interval(const std::vector<double>& values, at::Generator& generator) {
  const auto count = static_cast<std::int64_t>(values.size());
  if (count < 2) return {.value = mean_of(values)};
  const at::Tensor drawn = tensor::randint(0, count, {bootstrap_draws, count}, generator);
  const at::Tensor all = at::tensor(values, at::kDouble);
  return interval(mean_of(values), all.index_select(0, drawn.flatten()).view({bootstrap_draws, count}).mean(1));
}

LikenessScale::LikenessScale(const Features& photos, const Features& kind) {
  for (std::size_t level = 0; level < photos.size(); ++level) {
    const at::Tensor all = at::cat({photos[level], kind[level]});
    means_.push_back(all.mean({0, 2, 3}, true));
    spreads_.push_back((all - means_.back()).square().mean({0, 2, 3}, true).sqrt().clamp_min(1e-6));
  }
  photos_ = cells_of(photos);
  const at::Tensor kinds = cells_of(kind);
  kind_difference_ = mean_difference(kinds);
  weigh(kinds);
  double zero = 0, copies = 0, own = 0;
  for (std::int64_t i = 0; i < kinds.size(0); ++i) {
    zero += mean_of(matches(kinds[i])) / static_cast<double>(kinds.size(0));
    copies += in_place(photos_, kinds[i]).max().item<double>() / static_cast<double>(kinds.size(0));
  }
  const std::int64_t count = photos_.size(0);
  for (std::int64_t i = 0; count > 1 && i < count; ++i) {  // each photo against the others
    std::vector<double> others = matches(photos_[i]);
    others.erase(others.begin() + i);
    own += mean_of(others) / static_cast<double>(count);
    at::Tensor near = in_place(photos_, photos_[i]);
    near[i] = -1;
    copy_zero_ += near.max().item<double>() / static_cast<double>(count);
  }
  zero_ = zero;
  one_ = count > 1 ? own : 1;
  if (count == 1) copy_zero_ = copies;
}

bool LikenessScale::works() const { return one_ - zero_ > smallest_step; }

/// Squared, so that a clear difference outweighs many small ones.
void LikenessScale::weigh(const at::Tensor& kind) {
  std::vector<at::Tensor> weights;
  for (std::int64_t i = 0; i < photos_.size(0); ++i) {
    at::Tensor others = at::zeros({photos_.size(1)}), kinds = at::zeros({photos_.size(1)});
    for (std::int64_t j = 0; j < photos_.size(0); ++j)
      if (j != i) others += best_matches(photos_[i], photos_[j]) / static_cast<double>(photos_.size(0) - 1);
    if (photos_.size(0) == 1) others.fill_(1);
    for (std::int64_t j = 0; j < kind.size(0); ++j) kinds += best_matches(photos_[i], kind[j]) / static_cast<double>(kind.size(0));
    const at::Tensor weight = (others - kinds).clamp_min(0).square() + 1e-9;
    weights.push_back(weight / weight.sum());
  }
  weights_ = at::stack(weights);
}

at::Tensor LikenessScale::cells_of(const Features& pictures) const {
  std::vector<at::Tensor> levels;
  for (std::size_t level = 0; level < pictures.size(); ++level) {
    const at::Tensor cells = ((pictures[level] - means_[level]) / spreads_[level]).flatten(2).transpose(1, 2);
    levels.push_back(cells / cells.norm(2, -1, true).clamp_min(1e-6));
  }
  return (at::cat(levels, 2) / std::sqrt(static_cast<double>(levels.size()))).contiguous();
}

/// With each photo.
std::vector<double> LikenessScale::matches(const at::Tensor& picture) const {
  std::vector<double> all;
  for (std::int64_t i = 0; i < photos_.size(0); ++i)
    all.push_back((best_matches(photos_[i], picture) * weights_[i]).sum().item<double>());
  return all;
}

std::vector<double> LikenessScale::likeness(const Features& pictures) const {
  const at::Tensor cells = cells_of(pictures);
  std::vector<double> percent;
  for (std::int64_t i = 0; i < cells.size(0); ++i)
    percent.push_back(works() ? 100 * (mean_of(matches(cells[i])) - zero_) / (one_ - zero_) : api::kNotMeasured);
  return percent;
}

std::vector<double> LikenessScale::copying(const Features& pictures) const {
  const at::Tensor cells = cells_of(pictures);
  std::vector<double> percent;
  for (std::int64_t i = 0; i < cells.size(0); ++i) {
    const double near = in_place(photos_, cells[i]).max().item<double>();
    percent.push_back(100 * std::clamp((near - copy_zero_) / std::max(1 - copy_zero_, smallest_step), 0.0, 1.0));
  }
  return percent;
}

api::Measure LikenessScale::diversity(const Features& pictures, at::Generator& generator) const {
  const at::Tensor cells = cells_of(pictures);
  const std::int64_t count = cells.size(0);
  if (count < 2 || kind_difference_ <= 0) return {};
  const at::Tensor between = differences(cells).to(at::kDouble);
  const double value = mean_difference(cells);
  const at::Tensor drawn = tensor::randint(0, count, {bootstrap_draws, count}, generator);
  const at::Tensor times = at::zeros({bootstrap_draws, count}, at::kDouble)
                               .scatter_add_(1, drawn, at::ones({bootstrap_draws, count}, at::kDouble));
  const at::Tensor pairs = static_cast<double>(count * count) - times.square().sum(1);  // of different pictures
  const at::Tensor sums = (at::matmul(times, between) * times).sum(1);
  const double unit = 100 / kind_difference_;
  return interval(value * unit, (sums / pairs).masked_select(pairs > 0) * unit);  // a draw of one picture alone says nothing
}

}  // namespace likeness::train
