// Pictures that repeat: while it lives, the convolutions of the UNet and the VAE pad with the opposite edge (A1111's "Tiling").
#pragma once

#include "engine/models/model.h"

namespace likeness::generate {

class RepeatingEdges {
 public:
  /// Does nothing when not `wanted`.
  RepeatingEdges(const models::Model& model, bool wanted);
  ~RepeatingEdges();
  RepeatingEdges(const RepeatingEdges&) = delete;
  RepeatingEdges& operator=(const RepeatingEdges&) = delete;

 private:
  std::vector<std::shared_ptr<torch::nn::Module>> changed_;
};

}  // namespace likeness::generate
