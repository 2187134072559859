#include "engine/io/pickle_symbols.h"

#include <algorithm>
#include <array>

namespace likeness::io {
namespace {

constexpr std::array<Symbol, 26> symbols{{
    {"collections", "OrderedDict", SymbolRole::ordered_dict},
    {"torch._utils", "_rebuild_tensor", SymbolRole::rebuild_tensor},
    {"torch._utils", "_rebuild_tensor_v2", SymbolRole::rebuild_tensor},
    {"torch._utils", "_rebuild_parameter", SymbolRole::rebuild_parameter},
    {"torch.nn.modules.container", "ParameterDict", SymbolRole::parameter_dict},
    {"torch", "DoubleStorage", SymbolRole::storage, Dtype::f64},
    {"torch", "FloatStorage", SymbolRole::storage, Dtype::f32},
    {"torch", "HalfStorage", SymbolRole::storage, Dtype::f16},
    {"torch", "BFloat16Storage", SymbolRole::storage, Dtype::bf16},
    {"torch", "LongStorage", SymbolRole::storage, Dtype::i64},
    {"torch", "IntStorage", SymbolRole::storage, Dtype::i32},
    {"torch", "ShortStorage", SymbolRole::storage, Dtype::i16},
    {"torch", "CharStorage", SymbolRole::storage, Dtype::i8},
    {"torch", "ByteStorage", SymbolRole::storage, Dtype::u8},
    {"torch", "BoolStorage", SymbolRole::storage, Dtype::boolean},
    {"pytorch_lightning.callbacks", "ModelCheckpoint", SymbolRole::opaque},
    {"pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint", SymbolRole::opaque},
    {"lightning.pytorch.callbacks.model_checkpoint", "ModelCheckpoint", SymbolRole::opaque},
    {"numpy.core.multiarray", "scalar", SymbolRole::opaque},
    {"numpy._core.multiarray", "scalar", SymbolRole::opaque},
    {"numpy", "dtype", SymbolRole::opaque},
    {"_codecs", "encode", SymbolRole::opaque},
    {"__builtin__", "set", SymbolRole::opaque},
    {"builtins", "set", SymbolRole::opaque},
    {"torch", "Size", SymbolRole::opaque},
    {"torch", "device", SymbolRole::opaque},
}};

}  // namespace

std::optional<std::size_t> find_symbol(std::string_view module, std::string_view name) {
  const auto found =
      std::find_if(symbols.begin(), symbols.end(), [&](const Symbol& row) { return row.module == module && row.name == name; });
  if (found == symbols.end()) return std::nullopt;
  return static_cast<std::size_t>(found - symbols.begin());
}

const Symbol& symbol(std::size_t row) { return symbols[row]; }

}  // namespace likeness::io
