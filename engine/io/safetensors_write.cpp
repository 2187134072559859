#include <algorithm>
#include <cstring>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/json.h"
#include "engine/io/safetensors.h"

namespace likeness::io {
namespace {

/// The reference writer sorts by its dtype list, the widest types last in the list and first in the file.
int file_order(Dtype dtype) {
  constexpr Dtype order[] = {Dtype::i64, Dtype::f64, Dtype::f32, Dtype::i32, Dtype::bf16,
                             Dtype::f16, Dtype::i16, Dtype::i8,  Dtype::u8,  Dtype::boolean};
  return static_cast<int>(std::find(std::begin(order), std::end(order), dtype) - std::begin(order));
}

void check(const TensorToWrite& tensor) {
  std::uint64_t bytes = byte_size(tensor.dtype);
  bool fits = bytes > 0 && !tensor.name.empty() && tensor.name != "__metadata__";
  for (const std::int64_t size : tensor.shape)
    fits = fits && size >= 0 && !__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(size), &bytes);
  if (!fits || bytes != tensor.bytes.size())
    throw Error(ErrorKind::internal, "The tensor \"" + tensor.name + "\" cannot be written: shape " + shape_text(tensor.shape) + " of " +
                                         std::string(dtype_name(tensor.dtype)) + " does not fit its " +
                                         std::to_string(tensor.bytes.size()) + " bytes.");
}

std::vector<const TensorToWrite*> sorted(const std::vector<TensorToWrite>& tensors) {
  std::vector<const TensorToWrite*> order;
  for (const TensorToWrite& tensor : tensors) {
    check(tensor);
    order.push_back(&tensor);
  }
  std::sort(order.begin(), order.end(), [](auto* a, auto* b) {
    const int left = file_order(a->dtype), right = file_order(b->dtype);
    return left != right ? left < right : a->name < b->name;
  });
  return order;
}

void append_text(std::string& header, const std::string& text) {
  header += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_metadata(std::string& header, const std::map<std::string, std::string>& metadata) {
  header += "\"__metadata__\":{";
  for (bool first = true; const auto& [key, value] : metadata) {
    if (!first) header += ',';
    first = false;
    append_text(header, key);
    header += ':';
    append_text(header, value);
  }
  header += '}';
}

std::string header_of(const std::vector<const TensorToWrite*>& tensors, const std::map<std::string, std::string>& metadata) {
  std::string header = "{";
  if (!metadata.empty()) append_metadata(header, metadata);
  std::uint64_t position = 0;
  for (const TensorToWrite* tensor : tensors) {
    if (header.size() > 1) header += ',';
    append_text(header, tensor->name);
    header += ":{\"dtype\":\"" + std::string(dtype_name(tensor->dtype)) + "\",\"shape\":[";
    for (const std::int64_t size : tensor->shape) header += std::to_string(size) + ',';
    if (!tensor->shape.empty()) header.pop_back();
    header += "],\"data_offsets\":[" + std::to_string(position) + ',';
    position += tensor->bytes.size();
    header += std::to_string(position) + "]}";
  }
  header += '}';
  header.resize((header.size() + 7) / 8 * 8, ' ');
  return header;
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, const std::vector<TensorToWrite>& tensors,
                       const std::map<std::string, std::string>& metadata) {
  const std::vector<const TensorToWrite*> order = sorted(tensors);
  std::vector<std::string_view> names;
  for (const TensorToWrite* tensor : order) names.push_back(tensor->name);
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    throw Error(ErrorKind::internal, "The tensor \"" + std::string(*twice) + "\" is to be written twice.");

  const std::string header = header_of(order, metadata);
  const std::uint64_t length = header.size();
  AtomicFile file(path);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(header);
  for (const TensorToWrite* tensor : order) file.write(tensor->bytes);
  file.commit();
}

}  // namespace likeness::io
