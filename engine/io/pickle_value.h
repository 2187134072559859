// What a pickle says, as plain data: a tree of values in one list, tensors as a storage with offset, shape and strides. Nothing in a
// pickle is ever executed; what has no meaning here (callbacks, numpy numbers) is `opaque`.
// Texts look into the pickle's bytes. The tree may share parts and even hold itself: walk it with a limit (see checkpoint.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/dtype.h"

namespace likeness::io {

using ValueId = std::uint32_t;

enum class ValueKind : std::uint8_t { none, boolean, integer, number, text, list, tuple, dict, symbol, storage, tensor, opaque };

struct PickleValue {
  ValueKind kind = ValueKind::none;
  std::int64_t integer = 0;  ///< integer, boolean; symbol: its row; storage, tensor: its place in PickleTree
  double number = 0;
  std::string_view text = {};       ///< text; an integer beyond 64 bits: its bytes
  std::vector<ValueId> items = {};  ///< list, tuple; dict: key, value, key, value ...
};

struct PickleStorage {
  std::string_view key;
  Dtype dtype = Dtype::other;
  std::int64_t count = 0;  ///< elements
};

/// Checked to lie inside its storage.
struct PickleTensor {
  std::size_t storage = 0;
  std::int64_t offset = 0;  ///< elements
  std::vector<std::int64_t> shape, strides;
};

struct PickleTree {
  std::vector<PickleValue> values;
  std::vector<PickleStorage> storages;
  std::vector<PickleTensor> tensors;
  ValueId root = 0;

  const PickleValue& operator[](ValueId id) const { return values[id]; }
};

}  // namespace likeness::io
