// Which kernel computes attention: a committed rule, so that the same shape always gives the same bytes.
#include <cmath>
#include <limits>

#include <ATen/ATen.h>

#include "engine/models/attention.h"
#include "engine/models/recompute.h"

namespace likeness::models {
namespace {

at::Tensor plain_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, bool causal, bool upcast) {
  const double scale = 1 / std::sqrt(static_cast<double>(q.size(-1)));
  at::Tensor scores = at::matmul(q * scale, k.transpose(-2, -1));
  if (upcast) scores = scores.to(at::kFloat);
  if (causal) {
    const at::Tensor later = at::ones({q.size(-2), k.size(-2)}, scores.options().dtype(at::kBool)).triu(1);
    scores = scores.masked_fill(later, -std::numeric_limits<double>::infinity());
  }
  return at::matmul(at::softmax(scores, -1).to(v.scalar_type()), v);
}

/// Measured on an AVX512-BF16 CPU (one thread, batches 2 and 8, LibTorch 2.11). float32: the fused kernel wins but for the backward of
/// short contexts (77 words: 1.6 times). bfloat16: its backward loses by 2 to 20 times, its forward only where scores outgrow the cache.
bool plain_is_faster(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
  if (!q.is_cpu()) return false;
  const std::int64_t queries = q.size(-2), keys = k.size(-2), scores = queries * keys;
  const bool recorded = at::GradMode::is_enabled() && (q.requires_grad() || k.requires_grad() || v.requires_grad());
  const bool backward = recorded || will_recompute();
  if (q.scalar_type() == at::kFloat) return backward && keys <= 128 && scores >= 64 * 64;
  return backward || keys <= 128 || scores <= 512 * 512 || q.size(-1) >= 256;
}

}  // namespace

at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, bool causal, bool upcast) {
  if (upcast || plain_is_faster(q, k, v)) return plain_attention(q, k, v, causal, upcast);
  return at::scaled_dot_product_attention(q, k, v, {}, 0.0, causal);
}

}  // namespace likeness::models
