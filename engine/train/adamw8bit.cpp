#include <algorithm>
#include <cmath>
#include <vector>

#include <ATen/ATen.h>

#include "engine/train/slot_optimizer.h"

namespace likeness::train {

namespace {

constexpr std::int64_t quantised_from = 4096;  // bitsandbytes' min_8bit_size
constexpr std::int64_t block = 256;
constexpr int exponents = 7;

/// The numbers in rows of a block, the last one filled up with zeros.
at::Tensor in_blocks(const at::Tensor& value) {
  const at::Tensor flat = value.reshape({-1});
  const std::int64_t rows = (flat.numel() + block - 1) / block;
  return at::constant_pad_nd(flat, {0, rows * block - flat.numel()}).reshape({rows, block});
}

}  // namespace

at::Tensor dynamic_map(bool with_sign) {
  std::vector<double> values = {0, 1};
  for (int i = 0; i < exponents; ++i) {
    const int items = 1 << (with_sign ? i : i + 1);
    const double size = std::pow(10.0, i - exponents + 1);
    for (int k = 0; k < items; ++k) {
      const double mean = 0.1 + 0.9 * (k + 0.5) / items;
      values.push_back(size * mean);
      if (with_sign) values.push_back(-size * mean);
    }
  }
  std::sort(values.begin(), values.end());
  return at::tensor(values, at::kDouble).to(at::kFloat);
}

AdamW8bit::AdamW8bit(const std::vector<Part>& parts, const api::TrainOptions& options)
    : SlotOptimizer(parts, options), signed_map_(dynamic_map(true)), unsigned_map_(dynamic_map(false)) {
  for (Slot& slot : slots_) {
    const at::TensorOptions plain = slot.parameter.options().dtype(at::kFloat).requires_grad(false);
    const std::int64_t rows = (slot.parameter.numel() + block - 1) / block;
    const at::Device device = slot.parameter.device();
    signed_map_ = signed_map_.to(device);
    unsigned_map_ = unsigned_map_.to(device);
    for (const char* name : {"m", "v"}) {
      if (slot.parameter.numel() < quantised_from) {
        slot.state[name] = at::zeros(slot.parameter.sizes(), plain);
        continue;
      }
      const at::Tensor zero = at::searchsorted(name[0] == 'm' ? signed_map_ : unsigned_map_, at::zeros({1}, plain)).to(at::kByte);
      slot.state[std::string(name) + "_codes"] = zero.expand({rows, block}).clone();
      slot.state[std::string(name) + "_scales"] = at::zeros({rows}, plain);
    }
  }
}

at::Tensor AdamW8bit::read(const Slot& slot, const std::string& name, const at::Tensor& map) const {
  if (const auto plain = slot.state.find(name); plain != slot.state.end()) return plain->second;
  const at::Tensor codes = slot.state.at(name + "_codes");
  const at::Tensor values = map.index_select(0, codes.flatten().to(at::kLong)).reshape(codes.sizes());
  const at::Tensor whole = values * slot.state.at(name + "_scales").unsqueeze(1);
  return whole.flatten().slice(0, 0, slot.parameter.numel()).reshape(slot.parameter.sizes());
}

void AdamW8bit::write(Slot& slot, const std::string& name, const at::Tensor& value, const at::Tensor& map) {
  if (const auto plain = slot.state.find(name); plain != slot.state.end()) {
    plain->second.copy_(value);
    return;
  }
  const at::Tensor rows = in_blocks(value);
  const at::Tensor scales = rows.abs().amax(1);
  const at::Tensor relative = rows / at::where(scales > 0, scales, at::ones_like(scales)).unsqueeze(1);
  const at::Tensor borders = (map.slice(0, 1) + map.slice(0, 0, -1)) * 0.5;  // the nearest value's code
  slot.state.at(name + "_codes").copy_(at::bucketize(relative, borders));
  slot.state.at(name + "_scales").copy_(scales);
}

void AdamW8bit::update_slot(Slot& slot, const at::Tensor& gradient, double rate) {
  const double beta1 = options_.adam_beta1, beta2 = options_.adam_beta2;
  const at::Tensor first = read(slot, "m", signed_map_).mul(beta1).add(gradient, 1 - beta1);
  const at::Tensor second = read(slot, "v", unsigned_map_).mul(beta2).addcmul(gradient, gradient, 1 - beta2);
  const auto count = static_cast<double>(step_);
  const double correction = std::sqrt(1 - std::pow(beta2, count));
  slot.parameter.mul_(1 - rate * options_.weight_decay);
  slot.parameter.addcdiv_(first, (second.sqrt() / correction).add_(options_.adam_epsilon), -rate / (1 - std::pow(beta1, count)));
  write(slot, "m", first, signed_map_);
  write(slot, "v", second, unsigned_map_);
}

}  // namespace likeness::train
