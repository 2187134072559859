// The few facts about NVIDIA cards that LibTorch's CPU half cannot tell, asked from the driver (libcuda.so.1), opened at run time.
// A machine without a driver has no cards. Ordinals are those of LibTorch: CUDA_VISIBLE_DEVICES counts.
// Source: CUDA Driver API (cuDeviceGetCount, cuDeviceGetName, cuDeviceGetAttribute).
#pragma once

#include <string>

namespace likeness::tensor {

int cuda_card_count();
std::string cuda_card_name(int ordinal);

/// Compute capability times ten: 90 for an H100; 0 when unknown.
int cuda_card_capability(int ordinal);

}  // namespace likeness::tensor
