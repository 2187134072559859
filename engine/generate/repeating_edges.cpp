#include "engine/generate/repeating_edges.h"

#include "engine/models/layers.h"

namespace likeness::generate {

RepeatingEdges::RepeatingEdges(const models::Model& model, bool wanted) {
  if (!wanted) return;
  for (torch::nn::Module* whole : {&model.unet.module(), &model.vae.module()})
    for (const auto& layer : whole->modules(/*include_self=*/false)) {
      auto* convolution = dynamic_cast<models::Conv2d*>(layer.get());
      if (convolution == nullptr || convolution->wraps) continue;
      convolution->wraps = true;
      changed_.push_back(layer);
    }
}

RepeatingEdges::~RepeatingEdges() {
  for (const auto& layer : changed_) dynamic_cast<models::Conv2d&>(*layer).wraps = false;
}

}  // namespace likeness::generate
