// Checks what callers hand to a model, so that a wrong tensor in a file is named instead of failing deep inside.
// A size is any_size (at least 1) or exact. Errors: bad_input with the tensor's name, the shape expected and the shape found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace likeness::models {

inline constexpr std::int64_t any_size = -1;

void require_shape(const std::string& name, const at::Tensor& tensor, const std::vector<std::int64_t>& expected);

}  // namespace likeness::models
