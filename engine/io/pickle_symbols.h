// The names that a pickle may mention, exactly these; every other GLOBAL is refused by its name. A name is a symbol, never an import.
// Source: torch/_utils.py, torch/serialization.py; what training frameworks leave beside the weights (Lightning's callbacks, numpy).
#pragma once

#include <optional>
#include <string_view>

#include "engine/io/dtype.h"

namespace likeness::io {

enum class SymbolRole {
  ordered_dict,       ///< REDUCE without arguments makes a dict
  rebuild_tensor,     ///< REDUCE (storage, offset, shape, strides ...) makes a tensor
  rebuild_parameter,  ///< REDUCE (tensor, ...) is that tensor
  storage,            ///< inside a persistent id
  parameter_dict,     ///< NEWOBJ without arguments makes a dict; BUILD fills it from its _parameters
  opaque              ///< REDUCE and BUILD make a value without meaning here
};

struct Symbol {
  std::string_view module, name;
  SymbolRole role;
  Dtype dtype = Dtype::other;  ///< of a storage
};

/// The row of a name in the list; nothing when it is not allowed.
std::optional<std::size_t> find_symbol(std::string_view module, std::string_view name);
const Symbol& symbol(std::size_t row);

}  // namespace likeness::io
