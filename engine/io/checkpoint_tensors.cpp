#include <cstring>

#include "engine/base/error.h"
#include "engine/io/checkpoint.h"

namespace likeness::io {
namespace {

constexpr int deepest = 16;
constexpr std::size_t most_tensors = 100'000, most_visits = 2'000'000, most_metadata = 100, longest_metadata = 10'000;
constexpr std::size_t longest_name = 1000;

class Flattener {
 public:
  explicit Flattener(const Checkpoint& checkpoint) : checkpoint_(checkpoint) {
    index_.path = checkpoint.path;
    index_.files.push_back(checkpoint.file);
  }

  TensorIndex flatten(const PickleValue& value) {
    if (value.kind == ValueKind::dict) take_metadata(value);
    const PickleValue* nested = find_key(checkpoint_, value, "state_dict");
    walk(nested && nested->kind == ValueKind::dict ? *nested : value, "", 0);
    return std::move(index_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorKind::bad_input, checkpoint_.path.string() + ": " + why + ".");
  }
  const PickleValue& at(ValueId id) const { return checkpoint_.tree[id]; }

  void take_metadata(const PickleValue& dict) {
    for (std::size_t i = 0; i + 1 < dict.items.size() && index_.metadata.size() < most_metadata; i += 2) {
      const PickleValue &key = at(dict.items[i]), &value = at(dict.items[i + 1]);
      if (key.kind != ValueKind::text || key.text.size() > longest_name || value.text.size() > longest_metadata) continue;
      if (value.kind == ValueKind::text) index_.metadata.emplace(key.text, value.text);
      if (value.kind == ValueKind::integer) index_.metadata.emplace(key.text, std::to_string(value.integer));
    }
  }

  std::string name_of(const PickleValue& key) const {
    if (key.kind == ValueKind::integer) return std::to_string(key.integer);
    return key.kind == ValueKind::text && key.text.size() <= longest_name ? std::string(key.text) : std::string();
  }

  /// Shared parts may be met again and again, so the steps are counted.
  void walk(const PickleValue& value, const std::string& name, int depth) {
    if (++visits_ > most_visits || depth > deepest) refuse("its content is nested beyond all reason");
    if (value.kind == ValueKind::tensor) return add(name, checkpoint_.tree.tensors[static_cast<std::size_t>(value.integer)]);
    const std::string prefix = name.empty() ? "" : name + ".";
    if (value.kind == ValueKind::dict) {
      for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
        if (const std::string key = name_of(at(value.items[i])); !key.empty()) walk(at(value.items[i + 1]), prefix + key, depth + 1);
      }
    } else if (value.kind == ValueKind::list || value.kind == ValueKind::tuple) {
      for (std::size_t i = 0; i < value.items.size(); ++i) walk(at(value.items[i]), prefix + std::to_string(i), depth + 1);
    }
  }

  void add(const std::string& name, const PickleTensor& tensor) {
    const PickleStorage& storage = checkpoint_.tree.storages[tensor.storage];
    TensorEntry entry{name, storage.dtype, std::string(dtype_name(storage.dtype)), tensor.shape, {}};
    if (index_.tensors.size() >= most_tensors) refuse("it holds more than " + std::to_string(most_tensors) + " tensors");
    entry.bytes = bytes_of(tensor, byte_size(storage.dtype));
    if (!index_.tensors.emplace(name, std::move(entry)).second) refuse("it holds the tensor \"" + name + "\" twice");
  }

  static bool row_major(const PickleTensor& tensor) {
    std::int64_t expected = 1;
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
      if (tensor.shape[i] != 1 && tensor.strides[i] != expected) return false;
      expected *= tensor.shape[i];
    }
    return true;
  }

  std::span<const std::byte> bytes_of(const PickleTensor& tensor, std::size_t width) {
    std::size_t elements = 1;
    for (const std::int64_t size : tensor.shape) elements *= static_cast<std::size_t>(size);
    const std::span<const std::byte> storage = checkpoint_.storage_bytes[tensor.storage];
    if (elements == 0) return storage.first(0);
    const auto from = storage.subspan(static_cast<std::size_t>(tensor.offset) * width);
    return row_major(tensor) ? from.first(elements * width) : rearranged(tensor, from, elements, width);
  }

  /// The elements in the order of the shape, in memory of their own; all copies together stay under the file's size.
  std::span<const std::byte> rearranged(const PickleTensor& tensor, std::span<const std::byte> from, std::size_t elements,
                                        std::size_t width) {
    copied_ += elements * width;
    if (copied_ > checkpoint_.file->bytes().size()) refuse("its tensors take its storages again and again");
    const auto memory = MappedFile::scratch(checkpoint_.path, elements * width);
    std::byte* to = memory->writable_bytes().data();
    std::vector<std::int64_t> place(tensor.shape.size());
    for (std::size_t i = 0; i < elements; ++i, to += width) {
      std::int64_t source = 0;
      for (std::size_t d = 0; d < place.size(); ++d) source += place[d] * tensor.strides[d];
      std::memcpy(to, from.data() + static_cast<std::size_t>(source) * width, width);
      for (std::size_t d = place.size(); d-- > 0 && ++place[d] == tensor.shape[d];) place[d] = 0;
    }
    index_.files.push_back(memory);
    return memory->bytes();
  }

  const Checkpoint& checkpoint_;
  TensorIndex index_;
  std::size_t visits_ = 0, copied_ = 0;
};

}  // namespace

const PickleValue* find_key(const Checkpoint& checkpoint, const PickleValue& dict, std::string_view key) {
  if (dict.kind != ValueKind::dict) return nullptr;
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    const PickleValue& name = checkpoint.tree[dict.items[i]];
    if (name.kind == ValueKind::text && name.text == key) return &checkpoint.tree[dict.items[i + 1]];
  }
  return nullptr;
}

TensorIndex tensors_of(const Checkpoint& checkpoint, const PickleValue& value) { return Flattener(checkpoint).flatten(value); }

}  // namespace likeness::io
