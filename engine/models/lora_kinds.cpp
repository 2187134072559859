#include "engine/models/lora_kinds.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/tensor/files.h"

namespace likeness::models {
namespace {

/// One layer's tensors while they are read.
class Reader {
 public:
  Reader(const io::TensorIndex& index, const LoraMetadata& metadata, const LayerTensors& layer, const LoraTarget& target)
      : index_(index), metadata_(metadata), layer_(layer), target_(target) {}

  const LoraTarget& target() const { return target_; }
  std::int64_t out() const { return target_.weight.size(0); }
  std::int64_t in() const { return target_.weight.numel() / out(); }  // the kernel's places included
  bool has(std::string_view part) const { return layer_.names.contains(part); }

  at::Tensor find(std::string_view part) const {
    const auto name = layer_.names.find(part);
    return name == layer_.names.end() ? at::Tensor() : tensor::load(index_, name->second, at::kFloat);
  }

  /// A factor: at least two sizes, none of them zero.
  at::Tensor factor(std::string_view part) const {
    const at::Tensor found = find(part);
    if (!found.defined()) refuse("has only half a pair: no " + std::string(part) + " beside " + layer_.names.begin()->second + ".");
    require(found.dim() >= 2 && found.numel() > 0);
    return found;
  }

  /// alpha / rank, or what the metadata says; 1 where nothing is said.
  double scale(std::int64_t rank) const {
    const auto name = layer_.names.find("alpha");
    const double stated = name == layer_.names.end() ? 0 : stated_alpha(name->second);
    return (stated != 0 ? stated : metadata_.alpha(layer_.component, layer_.module, rank)) / static_cast<double>(rank);
  }

  void require(bool fits) const {
    if (fits) return;
    std::string shapes;
    for (const auto& [part, name] : layer_.names) {
      shapes += (shapes.empty() ? "" : ", ") + part + " " + io::shape_text(index_.tensors.at(name).shape);
    }
    refuse("has the weight " + io::shape_text(target_.weight.sizes()) + ", which does not fit " + shapes + ".");
  }

  [[noreturn]] void refuse(const std::string& why) const { refuse_lora(index_, "the layer " + layer_.module + " " + why); }

 private:
  double stated_alpha(const std::string& name) const {
    const at::Tensor alpha = tensor::load(index_, name, at::kDouble);
    if (alpha.numel() != 1) refuse_lora(index_, name + " should be one number, found the shape " + io::shape_text(alpha.sizes()) + ".");
    if (!std::isfinite(alpha.item<double>())) refuse_lora(index_, name + " is not a finite number.");
    return alpha.item<double>();
  }

  const io::TensorIndex& index_;
  const LoraMetadata& metadata_;
  const LayerTensors& layer_;
  const LoraTarget& target_;
};

using Change = decltype(LayerChange::change);

/// A core [r,r,h,w] over the places of the layer's kernel.
bool is_core(const Reader& layer, const at::Tensor& core, std::int64_t outer, std::int64_t inner) {
  const at::Tensor& weight = layer.target().weight;
  return core.dim() == 4 && weight.dim() == 4 && core.size(0) == outer && core.size(1) == inner && core.size(2) == weight.size(2) &&
         core.size(3) == weight.size(3);
}

Change low_rank(const Reader& layer) {
  LowRank change{.down = layer.factor("down"), .up = layer.factor("up"), .mid = layer.find("mid")};
  const std::int64_t rank = change.up.numel() / change.up.size(0), inner = change.down.size(0);
  layer.require(change.up.size(0) == layer.out());
  if (change.mid.defined()) {
    layer.require(is_core(layer, change.mid, rank, inner) && change.down.numel() == inner * layer.target().weight.size(1));
  } else {
    layer.require(rank == inner && change.down.numel() == rank * layer.in());
  }
  change.scale = layer.scale(inner);
  return change;
}

Change hadamard(const Reader& layer) {
  Hadamard change{.w1_a = layer.factor("hada_w1_a"), .w1_b = layer.factor("hada_w1_b"), .w2_a = layer.factor("hada_w2_a"),
                  .w2_b = layer.factor("hada_w2_b"), .t1 = {}, .t2 = {}};
  const bool cores = layer.has("hada_t1") || layer.has("hada_t2");
  if (cores) {
    change.t1 = layer.factor("hada_t1");
    change.t2 = layer.factor("hada_t2");
  }
  const auto fits = [&](const at::Tensor& a, const at::Tensor& b, const at::Tensor& core) {
    if (a.dim() != 2 || b.dim() != 2) return false;
    if (!cores) return a.size(0) == layer.out() && b.size(1) == layer.in() && a.size(1) == b.size(0);
    return is_core(layer, core, a.size(0), b.size(0)) && a.size(1) == layer.out() && b.size(1) == layer.target().weight.size(1);
  };
  layer.require(fits(change.w1_a, change.w1_b, change.t1) && fits(change.w2_a, change.w2_b, change.t2));
  change.scale = layer.scale(change.w1_b.size(0));
  return change;
}

/// The second matrix of a Kronecker product; `rank` is set where it is a product itself.
at::Tensor second_factor(const Reader& layer, std::int64_t& rank) {
  if (layer.has("lokr_w2")) return layer.factor("lokr_w2");
  const at::Tensor a = layer.factor("lokr_w2_a"), b = layer.factor("lokr_w2_b");
  layer.require(a.dim() == 2 && b.dim() == 2);
  rank = b.size(0);
  if (!layer.has("lokr_t2")) {
    layer.require(a.size(1) == rank && a.size(0) <= layer.out() && b.size(1) <= layer.in());
    return at::matmul(a, b);
  }
  const at::Tensor core = layer.factor("lokr_t2");
  layer.require(is_core(layer, core, a.size(0), rank) && a.size(1) <= layer.out() && b.size(1) <= layer.in());
  return at::einsum("ijhw,io,jn->onhw", {core, a, b});
}

Change kronecker(const Reader& layer) {
  std::int64_t rank = 0;
  at::Tensor w1;
  if (layer.has("lokr_w1")) {
    w1 = layer.factor("lokr_w1");
  } else {
    const at::Tensor a = layer.factor("lokr_w1_a"), b = layer.factor("lokr_w1_b");
    layer.require(a.dim() == 2 && b.dim() == 2 && a.size(1) == b.size(0) && a.size(0) <= layer.out() && b.size(1) <= layer.in());
    rank = b.size(0);
    w1 = at::matmul(a, b);
  }
  const at::Tensor w2 = second_factor(layer, rank);
  const std::int64_t places = w2.dim() == 4 ? w2.size(2) * w2.size(3) : 1;
  layer.require(w1.dim() == 2 && (w2.dim() == 2 || w2.dim() == 4) && w1.size(0) * w2.size(0) == layer.out() &&
                w1.size(1) * w2.size(1) * places == layer.in());
  // Two whole matrices have no rank that an alpha could be measured against.
  return Kronecker{.w1 = w1, .w2 = w2, .scale = rank > 0 ? layer.scale(rank) : 1};
}

Change difference(const Reader& layer) {
  const at::Tensor found = layer.find("diff");
  layer.require(!found.defined() || (found.numel() == layer.target().weight.numel() && found.size(0) == layer.out()));
  return Difference{found};
}

struct Kind {
  std::string_view mark;  // a part whose name starts so belongs to this kind
  Change (*read)(const Reader& layer);
};

constexpr std::array<Kind, 6> kinds{{{"down", low_rank}, {"up", low_rank}, {"mid", low_rank}, {"hada_", hadamard},
                                     {"lokr_", kronecker}, {"diff", difference}}};

const Kind& kind_of(const Reader& layer, const LayerTensors& tensors) {
  const Kind* found = nullptr;
  for (const auto& [part, name] : tensors.names) {
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& one) { return part.starts_with(one.mark); });
    if (kind == kinds.end() || part == "diff_b") continue;
    if (found && found->read != kind->read) layer.refuse("holds tensors of two kinds of adapter, " + name + " among them.");
    found = &*kind;
  }
  if (!found && layer.has("diff_b")) return kinds.back();
  if (!found) layer.refuse("has no factors beside " + tensors.names.begin()->second + ".");
  return *found;
}

/// PEFT keeps one magnitude for each output in any shape; LyCORIS one for each input as [1,in,1,1] or for each output as [out,1,1,1].
std::optional<Magnitude> magnitude_of(const Reader& layer) {
  const at::Tensor& weight = layer.target().weight;
  const bool by_output = layer.has("magnitude");
  const at::Tensor found = layer.find(by_output ? "magnitude" : "dora_scale");
  if (!found.defined()) return {};
  layer.require(weight.dim() >= 2 && found.numel() > 0);
  const bool rows = found.dim() > 1 && found.size(0) == 1 && found.size(1) == weight.size(1) && found.numel() == weight.size(1);
  if (!by_output && rows) return Magnitude{found.flatten(), Magnitude::Axis::input};
  if (found.numel() != layer.out()) {
    layer.refuse("has " + std::to_string(found.numel()) + " magnitudes, expected " + std::to_string(layer.out()) + ".");
  }
  return Magnitude{found.flatten(), Magnitude::Axis::output};
}

at::Tensor bias_of(const Reader& layer, const Change& change) {
  at::Tensor bias = layer.find("diff_b");
  const at::Tensor of_up = layer.find("up_bias");
  if (of_up.defined() && std::holds_alternative<LowRank>(change)) bias = of_up * std::get<LowRank>(change).scale;
  layer.require(!bias.defined() || (layer.target().bias.defined() && bias.numel() == layer.target().bias.numel()));
  return bias;
}

}  // namespace

void refuse_lora(const io::TensorIndex& index, const std::string& why) {
  throw Error(ErrorKind::bad_input, index.path.string() + ": " + why, "Choose a LoRA that was made for this model.");
}

LayerChange change_of(const io::TensorIndex& index, const LoraMetadata& metadata, const LayerTensors& layer, const LoraTarget& target) {
  const Reader reader(index, metadata, layer, target);
  Change change = kind_of(reader, layer).read(reader);
  LayerChange whole{.module = layer.module, .change = std::move(change), .magnitude = magnitude_of(reader), .bias = {}};
  whole.bias = bias_of(reader, whole.change);
  if (metadata.is_dora(layer.component) && !whole.magnitude) reader.refuse("lacks its magnitudes, though the file says it is DoRA.");
  return whole;
}

}  // namespace likeness::models
