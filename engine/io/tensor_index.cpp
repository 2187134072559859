#include "engine/io/tensor_index.h"

#include <functional>

#include "engine/base/error.h"

namespace likeness::io {

const std::shared_ptr<const MappedFile>& file_of(const TensorIndex& index, const TensorEntry& entry) {
  const std::less_equal<const std::byte*> at_most;
  for (const auto& file : index.files) {
    const std::span<const std::byte> bytes = file->bytes();
    if (at_most(bytes.data(), entry.bytes.data()) && at_most(entry.bytes.data() + entry.bytes.size(), bytes.data() + bytes.size()))
      return file;
  }
  throw Error(ErrorKind::internal, "The tensor " + entry.name + " does not lie in a file of " + index.path.string() + ".");
}

std::string shape_text(std::span<const std::int64_t> shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) text += std::to_string(size) + ", ";
  if (!shape.empty()) text.erase(text.size() - 2);
  return text + "]";
}

}  // namespace likeness::io
