// Counts the floating-point operations of convolutions and matrix products while it lives, forward and backward, in this thread and
// the ones that work for it: two per multiply-add. Attention kernels count as their two matrix products.
// Through at::RecordFunction, so any model is counted by what it really runs.
#pragma once

#include <ATen/record_function.h>

namespace likeness::cli {

class FlopCounter {
 public:
  FlopCounter();
  ~FlopCounter();
  FlopCounter(const FlopCounter&) = delete;
  FlopCounter& operator=(const FlopCounter&) = delete;

  double operations() const;

 private:
  at::CallbackHandle handle_;
};

}  // namespace likeness::cli
