// DPM-Solver++(2M) (Lu et al. 2022, algorithm 2). Source: diffusers scheduling_dpmsolver_multistep.py, algorithm dpmsolver++.
// Order 2 with the midpoint rule unless the config states another.
#include <ATen/ATen.h>

#include "engine/diffusion/samplers/multistep.h"

namespace likeness::diffusion {
namespace {

class Dpmpp2m final : public DpmppSampler {
 public:
  using DpmppSampler::DpmppSampler;

 protected:
  at::Tensor moved(const Move& m, const at::Tensor& x, const DrawNoise&) const override {
    const at::Tensor growth = (-m.h).exp() - 1;
    const at::Tensor linear = (m.to.sigma / m.from.sigma) * x - (m.to.alpha * growth) * m.clean;
    if (m.order == 1) return linear;
    if (m.order == 2 && !heun()) return linear - 0.5 * (m.to.alpha * growth) * m.d1;
    const at::Tensor second = linear + (m.to.alpha * (growth / m.h + 1)) * m.d1;
    return m.order == 2 ? second : second - (m.to.alpha * ((growth + m.h) / m.h.square() - 0.5)) * m.d2;
  }
};

}  // namespace

std::unique_ptr<Sampler> make_dpmpp_2m(const SamplerSettings& settings) { return std::make_unique<Dpmpp2m>(settings); }

}  // namespace likeness::diffusion
