// The number types of tensor files, spelled as safetensors spells them.
// What the engine cannot compute with (F8, U16, complex ...) is `other`: listed by name, never loaded.
#pragma once

#include <cstddef>
#include <string_view>

namespace likeness::io {

enum class Dtype { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean, other };

/// "F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL"; "other" for the rest.
std::string_view dtype_name(Dtype dtype);

/// The inverse; `other` for every other text.
Dtype dtype_from_name(std::string_view name);

/// Bytes per element; 0 for `other`.
std::size_t byte_size(Dtype dtype);

}  // namespace likeness::io
