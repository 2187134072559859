#include "engine/diffusion/beta_quantile.h"

#include <cmath>

namespace likeness::diffusion {
namespace {

double away_from_zero(double value) { return std::abs(value) < 1e-300 ? 1e-300 : value; }

/// The continued fraction of I_x(a,a), by Lentz's method; converges fast for x up to a half.
double fraction(double x, double a) {
  double c = 1;
  double d = 1 / away_from_zero(1 - 2 * a * x / (a + 1));
  double value = d;
  for (int m = 1; m <= 200; ++m) {
    const double even = m * (a - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    value *= d * c;
    const double odd = -(a + m) * (2 * a + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    value *= d * c;
    if (std::abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

/// I_x(a,a) for x up to a half.
double below_half(double x, double a) {
  if (x <= 0) return 0;
  const double log_beta = 2 * std::lgamma(a) - std::lgamma(2 * a);
  return std::exp(a * std::log(x) + a * std::log1p(-x) - log_beta) * fraction(x, a) / a;
}

}  // namespace

double beta_quantile(double probability, double shape) {
  if (probability <= 0) return 0;
  if (probability >= 0.5) return probability >= 1 ? 1 : probability == 0.5 ? 0.5 : 1 - beta_quantile(1 - probability, shape);
  double low = 0;
  double high = 0.5;
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (below_half(middle, shape) < probability ? low : high) = middle;
  }
  return high;
}

}  // namespace likeness::diffusion
