// Quantiles of the symmetric beta distribution, for the beta noise schedule (scipy.stats.beta.ppf gives the same to 1e-12).
// Source: regularized incomplete beta function by its continued fraction, DLMF 8.17.22, inverted by bisection.
#pragma once

namespace likeness::diffusion {

/// The x in 0..1 below which a share `probability` of Beta(shape, shape) lies.
double beta_quantile(double probability, double shape);

}  // namespace likeness::diffusion
