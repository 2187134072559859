#include "engine/tensor/files.h"

#include <cstdint>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/io/safetensors.h"

namespace likeness::tensor {
namespace {

std::optional<c10::ScalarType> scalar_type(io::Dtype dtype) {
  switch (dtype) {
    case io::Dtype::f64: return at::kDouble;
    case io::Dtype::f32: return at::kFloat;
    case io::Dtype::f16: return at::kHalf;
    case io::Dtype::bf16: return at::kBFloat16;
    case io::Dtype::i64: return at::kLong;
    case io::Dtype::i32: return at::kInt;
    case io::Dtype::i16: return at::kShort;
    case io::Dtype::i8: return at::kChar;
    case io::Dtype::u8: return at::kByte;
    case io::Dtype::boolean: return at::kBool;
    case io::Dtype::other: break;
  }
  return {};
}

io::Dtype dtype_of(const std::string& name, const at::Tensor& tensor) {
  switch (tensor.scalar_type()) {
    case at::kDouble: return io::Dtype::f64;
    case at::kFloat: return io::Dtype::f32;
    case at::kHalf: return io::Dtype::f16;
    case at::kBFloat16: return io::Dtype::bf16;
    case at::kLong: return io::Dtype::i64;
    case at::kInt: return io::Dtype::i32;
    case at::kShort: return io::Dtype::i16;
    case at::kChar: return io::Dtype::i8;
    case at::kByte: return io::Dtype::u8;
    case at::kBool: return io::Dtype::boolean;
    default: throw Error(ErrorKind::internal, "The tensor " + name + " has a number type that files do not hold.");
  }
}

at::Tensor view_of_mapping(const io::TensorIndex& index, const io::TensorEntry& entry, c10::ScalarType type) {
  if (entry.bytes.empty()) return at::empty(entry.shape, type);
  void* data = const_cast<std::byte*>(entry.bytes.data());
  const bool aligned = reinterpret_cast<std::uintptr_t>(data) % io::byte_size(entry.dtype) == 0;
  if (aligned) return at::from_blob(data, entry.shape, [keep = file_of(index, entry)](void*) {}, type);
  at::Tensor copy = at::empty(entry.shape, type);
  std::memcpy(copy.mutable_data_ptr(), data, entry.bytes.size());
  return copy;
}

}  // namespace

at::Tensor load(const io::TensorIndex& index, const std::string& name, std::optional<c10::ScalarType> dtype) {
  const auto found = index.tensors.find(name);
  if (found == index.tensors.end()) {
    throw Error(ErrorKind::bad_input, index.path.string() + " has no tensor named " + name + ".");
  }
  const io::TensorEntry& entry = found->second;
  const auto type = scalar_type(entry.dtype);
  if (!type) {
    throw Error(ErrorKind::unsupported, index.path.string() + ": the tensor " + name + " has the number type " + entry.dtype_text +
                                            ", which Likeness does not compute with.",
                "Use a file whose tensors are F32, F16 or BF16.");
  }
  const at::Tensor stored = view_of_mapping(index, entry, *type);
  return dtype ? stored.to(*dtype) : stored;
}

at::Tensor from_bytes(io::Dtype dtype, at::IntArrayRef shape, std::span<const std::byte> bytes) {
  const auto type = scalar_type(dtype);
  if (!type) throw Error(ErrorKind::unsupported, "A tensor has a number type that Likeness does not compute with.");
  at::Tensor copy = at::empty(shape, *type);
  if (!bytes.empty()) std::memcpy(copy.mutable_data_ptr(), bytes.data(), bytes.size());
  return copy;
}

TensorMap load_all(const io::TensorIndex& index) {
  TensorMap tensors;
  for (const auto& [name, entry] : index.tensors) tensors.emplace(name, load(index, name));
  return tensors;
}

TensorMap read_tensors(const std::filesystem::path& file) { return load_all(io::open_safetensors(file)); }

void write_tensors(const std::filesystem::path& file, const TensorMap& tensors, const std::map<std::string, std::string>& metadata) {
  std::vector<at::Tensor> kept;
  std::vector<io::TensorToWrite> to_write;
  for (const auto& [name, tensor] : tensors) {
    const at::Tensor& plain = kept.emplace_back(tensor.detach().cpu().contiguous());
    const auto* data = static_cast<const std::byte*>(plain.const_data_ptr());
    to_write.push_back({name, dtype_of(name, plain), plain.sizes().vec(), {data, plain.nbytes()}});
  }
  io::write_safetensors(file, to_write, metadata);
}

const at::Tensor& require_tensor(const TensorMap& tensors, const std::string& name, std::int64_t dimensions,
                                 const std::filesystem::path& file) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) {
    std::string names;
    for (const auto& [other, tensor] : tensors) names += (names.empty() ? "" : ", ") + other;
    throw Error(ErrorKind::bad_input, file.string() + " has no tensor named " + name + ".", "It holds: " + names + ".");
  }
  if (found->second.dim() != dimensions) {
    throw Error(ErrorKind::bad_input, file.string() + ": the tensor " + name + " should have " + std::to_string(dimensions) +
                                          " dimensions but has the shape " + io::shape_text(found->second.sizes()) + ".");
  }
  return found->second;
}

}  // namespace likeness::tensor
