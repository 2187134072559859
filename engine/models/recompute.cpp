#include "engine/models/recompute.h"

#include <memory>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

namespace likeness::models {
namespace {

thread_local const std::optional<at::Generator>* scope = nullptr;  // of the running thread
thread_local bool in_first_pass = false;

struct FirstPass {
  FirstPass() { in_first_pass = true; }
  ~FirstPass() { in_first_pass = false; }
};

/// The generator as it was at `state`, for as long as this lives.
class Rewound {
 public:
  Rewound(std::optional<at::Generator>& generator, const at::Tensor& state) : generator_(generator) {
    if (!generator_) return;
    now_ = generator_->get_state();
    generator_->set_state(state);
  }
  ~Rewound() {
    if (generator_) generator_->set_state(now_);
  }
  Rewound(const Rewound&) = delete;
  Rewound& operator=(const Rewound&) = delete;

 private:
  std::optional<at::Generator>& generator_;
  at::Tensor now_;
};

/// Stands in the graph for a whole layer.
struct LayerNode : torch::autograd::Node {
  LayerFunction layer;
  Tensors inputs;
  std::optional<at::Generator> generator;
  at::Tensor state;  // of the generator before the first pass

  Tensors apply(Tensors&& gradients) override {
    if (!gradients.at(0).defined()) return Tensors(inputs.size());
    const at::AutoGradMode recorded(true);
    Tensors leaves;
    for (const at::Tensor& input : std::exchange(inputs, {})) {
      leaves.push_back(input.defined() ? input.detach().requires_grad_(input.requires_grad()) : input);
    }
    at::Tensor result;
    {
      const Rewound rewound(generator, state);
      result = layer(leaves);
    }
    if (result.requires_grad()) torch::autograd::backward({result}, {gradients.at(0)});
    Tensors found;
    for (const at::Tensor& leaf : leaves) found.push_back(leaf.defined() && leaf.requires_grad() ? leaf.grad() : at::Tensor());
    return found;
  }

  void release_variables() override { inputs.clear(); }
};

}  // namespace

Recomputing::Recomputing(std::optional<at::Generator> generator) : generator_(std::move(generator)) { scope = &generator_; }
Recomputing::~Recomputing() { scope = nullptr; }

bool will_recompute() { return in_first_pass; }

at::Tensor run_layer(const LayerFunction& layer, const Tensors& inputs) {
  if (scope == nullptr || !at::GradMode::is_enabled()) return layer(inputs);
  const std::shared_ptr<LayerNode> node(new LayerNode, torch::autograd::deleteNode);
  node->layer = layer;
  node->inputs = inputs;
  node->generator = *scope;
  if (node->generator) node->state = node->generator->get_state();
  node->set_next_edges(torch::autograd::collect_next_edges(at::TensorList(inputs)));
  at::Tensor result;
  {
    const at::NoGradGuard not_recorded;
    const FirstPass first;
    result = layer(inputs);
  }
  torch::autograd::set_history(result, node);
  return result;
}

}  // namespace likeness::models
