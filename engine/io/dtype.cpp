#include "engine/io/dtype.h"

#include <array>

namespace likeness::io {
namespace {

struct Row {
  std::string_view name;
  std::size_t bytes;
};

// In the order of the enum.
constexpr std::array<Row, 11> rows = {
    {{"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8}, {"I32", 4}, {"I16", 2}, {"I8", 1}, {"U8", 1}, {"BOOL", 1}, {"other", 0}}};

}  // namespace

std::string_view dtype_name(Dtype dtype) { return rows[static_cast<std::size_t>(dtype)].name; }

std::size_t byte_size(Dtype dtype) { return rows[static_cast<std::size_t>(dtype)].bytes; }

Dtype dtype_from_name(std::string_view name) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].name == name) return static_cast<Dtype>(i);
  return Dtype::other;
}

}  // namespace likeness::io
