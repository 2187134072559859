#include "engine/models/lora_extract.h"

#include <algorithm>
#include <functional>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/lora_targets.h"

namespace likeness::models {
namespace {

using BothWeights = std::function<void(const std::string& name, at::Tensor base, const at::Tensor& tuned)>;

void visit_component(const torch::nn::Module& base, const torch::nn::Module& tuned, const std::string& component,
                     const BothWeights& visit) {
  const auto others = tuned.named_parameters();
  for (const auto& item : base.named_parameters()) {
    const std::string name = component + "." + item.key();
    const at::Tensor* other = others.find(item.key());
    if (!other || other->sizes() != item.value().sizes()) {
      const std::string found = other ? io::shape_text(other->sizes()) : "missing";
      throw Error(ErrorKind::bad_input, "The two models differ in shape: " + name + " is " + io::shape_text(item.value().sizes()) +
                                            " in one and " + found + " in the other.",
                  "The tuned model must have been taught from the base.");
    }
    visit(name, item.value(), *other);
  }
}

/// A difference [out, ...] as the product of B [out,rank] and A [rank, ...], nearest in the sum of squares (Eckart and Young 1936).
LoraPair nearest_pair(const std::string& module, const at::Tensor& difference, std::int64_t rank) {
  const at::Tensor matrix = difference.flatten(1);
  const std::int64_t kept = std::min({rank, matrix.size(0), matrix.size(1)});
  const auto [u, s, vh] = at::linalg_svd(matrix, /*full_matrices=*/false);
  const at::Tensor root = s.slice(0, 0, kept).sqrt();
  LoraPair pair{.module = module,
                .a = (root.unsqueeze(1) * vh.slice(0, 0, kept)).contiguous(),
                .b = (u.slice(1, 0, kept) * root).contiguous(),
                .alpha = static_cast<double>(kept)};
  if (difference.dim() == 4) {
    pair.a = pair.a.reshape({kept, difference.size(1), difference.size(2), difference.size(3)});
    pair.b = pair.b.reshape({difference.size(0), kept, 1, 1});
  }
  return pair;
}

}  // namespace

std::vector<LoraPair> extract_lora(const Model& base, const Model& tuned, std::int64_t rank, std::vector<std::string>& left_out) {
  const at::NoGradGuard no_grad;
  LoraTargetMap layers;
  list_lora_targets(base.unet.module(), "unet", layers);
  list_lora_targets(base.text_encoder.module(), "text_encoder", layers);
  std::vector<LoraPair> pairs;
  const auto visit = [&](const std::string& name, const at::Tensor& before, const at::Tensor& after) {
    const at::Tensor difference = after.to(at::kFloat) - before.to(at::kFloat);
    if (!difference.any().item<bool>()) return;
    const std::string module = name.substr(0, name.rfind('.'));
    if (name.ends_with(".weight") && difference.dim() >= 2 && layers.contains(module)) {
      pairs.push_back(nearest_pair(module, difference, rank));
    } else {
      left_out.push_back(name);
    }
  };
  visit_component(base.unet.module(), tuned.unet.module(), "unet", visit);
  visit_component(base.text_encoder.module(), tuned.text_encoder.module(), "text_encoder", visit);
  return pairs;
}

void blend_models(Model& base, const Model& tuned, double strength) {
  const at::NoGradGuard no_grad;
  const auto visit = [&](const std::string&, at::Tensor before, const at::Tensor& after) {
    const at::Tensor start = before.to(at::kFloat);
    before.set_data((start + strength * (after.to(at::kFloat) - start)).to(before.scalar_type()));
  };
  visit_component(base.unet.module(), tuned.unet.module(), "unet", visit);
  visit_component(base.text_encoder.module(), tuned.text_encoder.module(), "text_encoder", visit);
  visit_component(base.vae.module(), tuned.vae.module(), "vae", visit);
}

}  // namespace likeness::models
