#include <cstdint>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/io/safetensors.h"
#include "tests/support/temporary_folder.h"

using namespace likeness::io;
using likeness::test::read_all;
using likeness::test::TemporaryFolder;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }

}  // namespace

// The header that Python's safetensors 0.8.0 writes for the same tensors.
TEST_CASE("the bytes are the reference writer's") {
  const TemporaryFolder folder;
  write_safetensors(folder / "x",
                    {{"b", Dtype::f32, {2}, bytes_of("bbbbbbbb")},
                     {"a", Dtype::i64, {1, 3}, bytes_of("aaaaaaaaaaaaaaaaaaaaaaaa")},
                     {"h", Dtype::f16, {}, bytes_of("hh")},
                     {"z", Dtype::bf16, {0, 3}, {}},
                     {"m", Dtype::boolean, {3}, bytes_of("mmm")},
                     {"é\"", Dtype::f32, {1}, bytes_of("eeee")},
                     {"d", Dtype::f64, {1}, bytes_of("dddddddd")},
                     {"i", Dtype::i32, {1}, bytes_of("iiii")},
                     {"u", Dtype::u8, {2}, bytes_of("uu")},
                     {"s", Dtype::i16, {1}, bytes_of("ss")},
                     {"t", Dtype::i8, {1}, bytes_of("t")}},
                    {{"k", "v\n"}});
  const std::string header =
      R"({"__metadata__":{"k":"v\n"},"a":{"dtype":"I64","shape":[1,3],"data_offsets":[0,24]},"d":{"dtype":"F64","shape":[1],"data_offsets":[24,32]},)"
      R"("b":{"dtype":"F32","shape":[2],"data_offsets":[32,40]},"é\"":{"dtype":"F32","shape":[1],"data_offsets":[40,44]},)"
      R"("i":{"dtype":"I32","shape":[1],"data_offsets":[44,48]},"z":{"dtype":"BF16","shape":[0,3],"data_offsets":[48,48]},)"
      R"("h":{"dtype":"F16","shape":[],"data_offsets":[48,50]},"s":{"dtype":"I16","shape":[1],"data_offsets":[50,52]},)"
      R"("t":{"dtype":"I8","shape":[1],"data_offsets":[52,53]},"u":{"dtype":"U8","shape":[2],"data_offsets":[53,55]},)"
      R"("m":{"dtype":"BOOL","shape":[3],"data_offsets":[55,58]}}  )";
  CHECK(header.size() == 640);
  CHECK(read_all(folder / "x") ==
        std::string("\x80\x02\0\0\0\0\0\0", 8) + header + "aaaaaaaaaaaaaaaaaaaaaaaaddddddddbbbbbbbbeeeeiiiihhsstuummm");
}

TEST_CASE("what was written reads back the same, without warnings") {
  const TemporaryFolder folder;
  write_safetensors(folder / "x", {{"w", Dtype::f32, {1, 2}, bytes_of("12345678")}});
  const TensorIndex index = open_safetensors(folder / "x");
  CHECK(index.tensors.at("w").shape == std::vector<std::int64_t>{1, 2});
  CHECK(index.metadata.empty());
  CHECK(index.warnings.empty());
  write_safetensors(folder / "none", {});
  CHECK(open_safetensors(folder / "none").tensors.empty());
}

TEST_CASE("a starter weight file comes out byte for byte") {
  const TemporaryFolder folder;
  const auto source = std::filesystem::path(LIKENESS_SOURCE_DIR) / "resources/starter/text_encoder/model.safetensors";
  const TensorIndex index = open_safetensors(source);
  std::vector<TensorToWrite> tensors;
  for (const auto& [name, entry] : index.tensors) tensors.push_back({name, entry.dtype, entry.shape, entry.bytes});
  write_safetensors(folder / "copy", tensors, index.metadata);
  CHECK((read_all(folder / "copy") == read_all(source)));
}

TEST_CASE("contradictions are our own defects, and leave nothing behind") {
  const TemporaryFolder folder;
  const auto kind_of = [&](const std::vector<TensorToWrite>& tensors) {
    try {
      write_safetensors(folder / "x", tensors);
    } catch (const likeness::Error& error) {
      return error.kind();
    }
    return likeness::ErrorKind::cancelled;
  };
  CHECK(kind_of({{"w", Dtype::f32, {3}, bytes_of("12345678")}}) == likeness::ErrorKind::internal);
  CHECK(kind_of({{"w", Dtype::f32, {-2}, bytes_of("12345678")}}) == likeness::ErrorKind::internal);
  CHECK(kind_of({{"w", Dtype::other, {8}, bytes_of("12345678")}}) == likeness::ErrorKind::internal);
  CHECK(kind_of({{"__metadata__", Dtype::u8, {1}, bytes_of("1")}}) == likeness::ErrorKind::internal);
  CHECK(kind_of({{"w", Dtype::u8, {1}, bytes_of("1")}, {"w", Dtype::f32, {1}, bytes_of("1234")}}) == likeness::ErrorKind::internal);
  CHECK(std::filesystem::is_empty(folder.path()));
}
