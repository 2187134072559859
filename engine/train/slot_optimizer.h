// Optimizers that go through the parameters one at a time, each with a slot of named state tensors ("optimizer.<state>.<parameter>").
// adamw8bit: AdamW with both moments in 8 bits, quantised in blocks of 256 by bitsandbytes' dynamic map (Dettmers et al. 2022);
//   parameters under 4096 numbers keep float32 moments.
// adafactor (Shazeer & Stern 2018): factored second moment, no first one, update clipped to root mean square 1, given rate.
// lion (Chen et al. 2023): the sign of an interpolated moment. prodigy (Mishchenko & Defazio 2023): finds the rate's size itself; the
//   learning rate is then a factor, usually 1. Weight decay is decoupled in all of them.
// Source: bitsandbytes functional.py, kernels.cu; transformers optimization.py Adafactor; lion-pytorch; prodigyopt.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/train/optimizer.h"

namespace likeness::train {

class SlotOptimizer : public Optimizer {
 public:
  void save(tensor::TensorMap& state) const override;
  void load(const tensor::TensorMap& state, const std::filesystem::path& file) override;

 protected:
  struct Slot {
    std::size_t part = 0;
    std::string name;
    at::Tensor parameter;
    std::map<std::string, at::Tensor> state;
  };

  SlotOptimizer(const std::vector<Part>& parts, const api::TrainOptions& options);

  void update(const std::vector<double>& rates, double factor) override;

  /// Before the slots of a step; `gradients` belong to slots_ one by one, undefined where there is none.
  virtual void begin_step(const std::vector<at::Tensor>& gradients, const std::vector<double>& rates);
  virtual void update_slot(Slot& slot, const at::Tensor& gradient, double rate) = 0;

  std::vector<Slot> slots_;
  std::map<std::string, at::Tensor> shared_;  // state of the whole, "optimizer.<name>"
  std::int64_t step_ = 0;                     // of the update under way, from 1
};

class AdamW8bit : public SlotOptimizer {
 public:
  AdamW8bit(const std::vector<Part>& parts, const api::TrainOptions& options);

 private:
  void update_slot(Slot& slot, const at::Tensor& gradient, double rate) override;
  at::Tensor read(const Slot& slot, const std::string& name, const at::Tensor& map) const;
  void write(Slot& slot, const std::string& name, const at::Tensor& value, const at::Tensor& map);

  at::Tensor signed_map_, unsigned_map_;  // [256], ascending
};

class Adafactor : public SlotOptimizer {
 public:
  Adafactor(const std::vector<Part>& parts, const api::TrainOptions& options);

 private:
  void update_slot(Slot& slot, const at::Tensor& gradient, double rate) override;
};

class Lion : public SlotOptimizer {
 public:
  Lion(const std::vector<Part>& parts, const api::TrainOptions& options);

 private:
  void update_slot(Slot& slot, const at::Tensor& gradient, double rate) override;
};

class Prodigy : public SlotOptimizer {
 public:
  Prodigy(const std::vector<Part>& parts, const api::TrainOptions& options);

 private:
  void begin_step(const std::vector<at::Tensor>& gradients, const std::vector<double>& rates) override;
  void update_slot(Slot& slot, const at::Tensor& gradient, double rate) override;
  double shared(const char* name) const;

  double scale_ = 0;  // d of the update under way, before it grew
};

/// The 256 values of bitsandbytes' create_dynamic_map, ascending float32.
at::Tensor dynamic_map(bool with_sign);

}  // namespace likeness::train
