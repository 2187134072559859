// Tensors from and to safetensors files. Reading maps the file; a tensor of the wanted dtype looks into the mapping and keeps it open.
// Alignment below the element size and a change of dtype or device make a copy.
// Errors: those of io::open_safetensors; unsupported for a dtype that LibTorch has no type for.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <ATen/core/Tensor.h>

#include "engine/io/tensor_index.h"

namespace likeness::tensor {

using TensorMap = std::map<std::string, at::Tensor>;

/// One tensor of an index. Without dtype it keeps the file's.
at::Tensor load(const io::TensorIndex& index, const std::string& name, std::optional<c10::ScalarType> dtype = {});

/// A copy of a file's bytes; their number is the caller's promise. Error{unsupported} for io::Dtype::other.
at::Tensor from_bytes(io::Dtype dtype, at::IntArrayRef shape, std::span<const std::byte> bytes);

TensorMap load_all(const io::TensorIndex& index);

/// Of a safetensors file.
TensorMap read_tensors(const std::filesystem::path& file);

/// Written aside and renamed. Tensors may be on any device and of any layout.
void write_tensors(const std::filesystem::path& file, const TensorMap& tensors,
                   const std::map<std::string, std::string>& metadata = {});

/// The tensor `name` of a map, with its number of dimensions checked; Error{bad_input} that names the file, the tensor, what was
/// expected and what was found.
const at::Tensor& require_tensor(const TensorMap& tensors, const std::string& name, std::int64_t dimensions,
                                 const std::filesystem::path& file);

}  // namespace likeness::tensor
