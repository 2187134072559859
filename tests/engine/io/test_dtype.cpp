#include <doctest/doctest.h>

#include "engine/io/dtype.h"

using namespace likeness::io;

TEST_CASE("names and sizes go together") {
  const struct {
    Dtype dtype;
    const char* name;
    std::size_t bytes;
  } rows[] = {{Dtype::f64, "F64", 8}, {Dtype::f32, "F32", 4},     {Dtype::f16, "F16", 2}, {Dtype::bf16, "BF16", 2},
              {Dtype::i64, "I64", 8}, {Dtype::i32, "I32", 4},     {Dtype::i16, "I16", 2}, {Dtype::i8, "I8", 1},
              {Dtype::u8, "U8", 1},   {Dtype::boolean, "BOOL", 1}};
  for (const auto& row : rows) {
    CHECK(dtype_name(row.dtype) == row.name);
    CHECK(dtype_from_name(row.name) == row.dtype);
    CHECK(byte_size(row.dtype) == row.bytes);
  }
  CHECK(dtype_from_name("F8_E4M3") == Dtype::other);
  CHECK(dtype_from_name("f32") == Dtype::other);
  CHECK(byte_size(Dtype::other) == 0);
}
