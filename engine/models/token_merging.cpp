#include "engine/models/token_merging.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace likeness::models {
namespace {

at::Tensor wide(const at::Tensor& rows, std::int64_t channels) { return rows.unsqueeze(-1).expand({-1, -1, channels}); }

at::Tensor taken(const at::Tensor& x, const at::Tensor& rows) { return x.gather(1, wide(rows, x.size(2))); }

}  // namespace

TokenMerging::TokenMerging(const at::Tensor& metric, const TokenGrid& grid, double ratio) : tokens_(metric.size(1)) {
  const auto whole = metric.options().dtype(at::kLong);
  at::Tensor stays = at::zeros({grid.height, grid.width}, metric.options().dtype(at::kBool));
  const std::int64_t rows = grid.height / 2 * 2, columns = grid.width / 2 * 2;
  stays.slice(0, 0, rows, 2).slice(1, 0, columns, 2).fill_(true);
  const at::Tensor places = at::arange(tokens_, whole);
  staying_ = places.masked_select(stays.flatten());
  others_ = places.masked_select(stays.flatten().logical_not());

  if (staying_.size(0) == 0) {  // a picture of one row or column has no block to merge into
    lone_ = at::arange(tokens_, whole).expand({metric.size(0), -1});
    merged_ = into_ = at::empty({metric.size(0), 0}, whole);
    return;
  }
  const at::Tensor direction = metric / metric.norm(2, at::IntArrayRef{-1}, true);
  const at::Tensor scores = at::matmul(direction.index_select(1, others_), direction.index_select(1, staying_).transpose(1, 2));
  const auto [nearness, partner] = scores.max(-1);
  const at::Tensor order = std::get<1>(nearness.sort(/*stable=*/true, -1, /*descending=*/true));
  const std::int64_t count = std::min(others_.size(0), static_cast<std::int64_t>(static_cast<double>(tokens_) * ratio));
  merged_ = order.slice(1, 0, count);
  lone_ = order.slice(1, count);
  into_ = partner.gather(1, merged_);
}

at::Tensor TokenMerging::merge(const at::Tensor& x) const {
  const at::Tensor others = x.index_select(1, others_);
  const at::Tensor joined = x.index_select(1, staying_).scatter_reduce(1, wide(into_, x.size(2)), taken(others, merged_), "mean");
  return at::cat({taken(others, lone_), joined}, 1);
}

at::Tensor TokenMerging::unmerge(const at::Tensor& x) const {
  const std::int64_t lone = lone_.size(1), channels = x.size(2);
  const at::Tensor joined = x.slice(1, lone);
  at::Tensor whole = at::empty({x.size(0), tokens_, channels}, x.options());
  whole.index_copy_(1, staying_, joined);
  whole.scatter_(1, wide(at::take(others_, lone_), channels), x.slice(1, 0, lone));
  whole.scatter_(1, wide(at::take(others_, merged_), channels), taken(joined, into_));
  return whole;
}

}  // namespace likeness::models
