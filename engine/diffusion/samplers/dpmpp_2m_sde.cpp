// DPM-Solver++(2M) of the stochastic equation, with fresh noise at each step (Lu et al. 2022, appendix).
// Source: diffusers scheduling_dpmsolver_multistep.py, algorithm sde-dpmsolver++.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/multistep.h"

namespace likeness::diffusion {
namespace {

class Dpmpp2mSde final : public DpmppSampler {
 public:
  using DpmppSampler::DpmppSampler;

 protected:
  at::Tensor moved(const Move& m, const at::Tensor& x, const DrawNoise& draw) const override {
    const at::Tensor twice = -2.0 * m.h;
    const at::Tensor share = 1 - twice.exp();
    const at::Tensor noise = m.to.sigma * share.sqrt() * draw();
    at::Tensor next = (m.to.sigma / m.from.sigma * (-m.h).exp()) * x + (m.to.alpha * share) * m.clean;
    if (m.order == 2 && !heun()) return next + 0.5 * (m.to.alpha * share) * m.d1 + noise;
    if (m.order >= 2) next = next + (m.to.alpha * (share / twice + 1)) * m.d1;
    if (m.order == 3) next = next + (m.to.alpha * ((share + twice) / twice.square() - 0.5)) * m.d2;
    return next + noise;
  }
};

}  // namespace

std::unique_ptr<Sampler> make_dpmpp_2m_sde(const SamplerSettings& settings) { return std::make_unique<Dpmpp2mSde>(settings); }

}  // namespace likeness::diffusion
