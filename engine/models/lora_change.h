// What an adapter does to one layer, one small struct a kind. Each gives its change of the weight [out,in] or [out,in,h,w] in float32,
// at strength 1 and with its alpha already in `scale`. Shapes were checked when they were read (lora_kinds.h).
// Sources: Hu et al. 2021 (LoRA); Hyeon-Woo et al. 2021 (LoHa); Yeh et al. 2023, LyCORIS lycoris/modules (LoKr, Tucker cores);
// Liu et al. 2024, peft src/peft/tuners/lora/dora.py (DoRA).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include <ATen/core/Tensor.h>

namespace likeness::models {

/// scale * up down; `mid` [r,r,h,w] is the core of a decomposed convolution, else undefined.
struct LowRank {
  at::Tensor down, up, mid;  // [r,in(,h,w)], [out,r(,1,1)]
  double scale = 1;
  at::Tensor delta(const at::Tensor& weight) const;
};

/// LoHa: scale * (w1_a w1_b) . (w2_a w2_b), elementwise; with cores t1, t2 [r,r,h,w] the factors are [r,out] and [r,in].
struct Hadamard {
  at::Tensor w1_a, w1_b, w2_a, w2_b, t1, t2;
  double scale = 1;
  at::Tensor delta(const at::Tensor& weight) const;
};

/// LoKr: scale * w1 (x) w2, the Kronecker product; w1 [a,b], w2 [c,d] or [c,d,h,w].
struct Kronecker {
  at::Tensor w1, w2;
  double scale = 1;
  at::Tensor delta(const at::Tensor& weight) const;
};

/// The whole difference as it stands; undefined where the file only changes the bias.
struct Difference {
  at::Tensor difference;
  at::Tensor delta(const at::Tensor& weight) const;
};

/// DoRA: the changed weight is scaled so that its norms are `values`: one for each output, or one for each input channel.
struct Magnitude {
  enum class Axis { output, input };
  at::Tensor values;  // [out] or [in]
  Axis axis = Axis::output;
};

struct LayerChange {
  std::string module;  // "unet.down_blocks. ..."
  std::variant<LowRank, Hadamard, Kronecker, Difference> change;
  std::optional<Magnitude> magnitude;
  at::Tensor bias;     // added to the layer's bias; undefined without one

  /// The change of `weight` at strength 1, float32 on its device. A fraction of the strength is that fraction of this.
  at::Tensor delta(const at::Tensor& weight) const;
};

}  // namespace likeness::models
