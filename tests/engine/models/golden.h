// What the component tests share: the two models with golden files, and how far two tensors are apart.
// The files are made by tests/golden/components.py with diffusers and transformers.
#pragma once

#include <string>

#include <ATen/core/Tensor.h>

#include "engine/models/model.h"
#include "engine/tensor/files.h"

namespace likeness::models::golden {

struct Case {
  std::string name;             // "tiny-sd1", "starter"
  std::shared_ptr<Model> model;
  tensor::TensorMap tensors;
};

/// Loaded once per test program.
const Case& load(const std::string& name);

std::filesystem::path folder(const std::string& name);
std::filesystem::path components_file(const std::string& name);

/// Largest absolute difference; infinity when shapes differ.
double distance(const at::Tensor& a, const at::Tensor& b);

inline constexpr double text_tolerance = 2e-5;
inline constexpr double unet_tolerance = 5e-5;
inline constexpr double vae_tolerance = 1e-4;

}  // namespace likeness::models::golden
