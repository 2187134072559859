#include <filesystem>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/io/safetensors.h"
#include "engine/io/shards.h"
#include "tests/engine/io/torch_bytes.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using namespace likeness::io;
using likeness::Error;
using likeness::ErrorKind;
using namespace likeness::test;

namespace {

void write_weights(const fs::path& path, const std::vector<std::string>& names) {
  static const char data[4] = {1, 2, 3, 4};
  std::vector<TensorToWrite> tensors;
  for (const std::string& name : names) tensors.push_back({name, Dtype::f32, {1}, std::as_bytes(std::span(data))});
  write_safetensors(path, tensors);
}

void write_index(const TemporaryFolder& folder, const std::string& weight_map) {
  folder.write("model.safetensors.index.json", "{\"metadata\": {\"total_size\": 8}, \"weight_map\": " + weight_map + "}");
}

void check_refused(const TemporaryFolder& folder, std::string_view words, ErrorKind kind = ErrorKind::bad_input) {
  try {
    open_weights(folder.path(), {"model"});
    FAIL("accepted");
  } catch (const Error& error) {
    CAPTURE(std::string(error.what()));
    CHECK(error.kind() == kind);
    CHECK(std::string(error.what()).find(words) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("the plain file comes before the variant, the first stem before the second") {
  const TemporaryFolder folder;
  write_weights(folder / "second.safetensors", {"c"});
  CHECK(open_weights(folder.path(), {"model", "second"}).tensors.contains("c"));
  write_weights(folder / "model.fp16.safetensors", {"b"});
  CHECK(open_weights(folder.path(), {"model"}).tensors.contains("b"));
  CHECK(open_weights(folder.path(), {"model", "second"}).tensors.contains("c"));
  write_weights(folder / "model.safetensors", {"a"});
  CHECK(open_weights(folder.path(), {"model", "second"}).tensors.contains("a"));
}

TEST_CASE("shards become one index") {
  const TemporaryFolder folder;
  write_weights(folder / "model-00001-of-00002.safetensors", {"a", "b"});
  write_weights(folder / "model-00002-of-00002.safetensors", {"c", "extra"});
  write_index(
      folder,
      R"({"a": "model-00001-of-00002.safetensors", "c": "model-00002-of-00002.safetensors", "b": "model-00001-of-00002.safetensors"})");
  const TensorIndex index = open_weights(folder.path(), {"model"});
  CHECK(index.tensors.size() == 4);
  CHECK(index.files.size() == 2);
  CHECK(file_of(index, index.tensors.at("c")) == index.files[1]);
  REQUIRE(index.warnings.size() == 1);
  CHECK(index.warnings[0].find("\"extra\"") != std::string::npos);
}

TEST_CASE("an index of a variant is found under both its names") {
  for (const char* name : {"model.safetensors.index.fp16.json", "model.fp16.safetensors.index.json"}) {
    const TemporaryFolder folder;
    write_weights(folder / "model.fp16-00001-of-00001.safetensors", {"a"});
    folder.write(name, R"({"weight_map": {"a": "model.fp16-00001-of-00001.safetensors"}})");
    CHECK(open_weights(folder.path(), {"model"}).tensors.contains("a"));
  }
}

TEST_CASE("an index that leaves its folder or names no file") {
  const TemporaryFolder folder;
  write_weights(folder / "outside.safetensors", {"a"});
  for (const char* name :
       {"\"../outside.safetensors\"", "\"/etc/passwd\"", "\"sub/x.safetensors\"", "\"..\"", "\"\"", "\"a\\u0000b\"", "7", "null", "[]"}) {
    write_index(folder, std::string("{\"a\": ") + name + "}");
    check_refused(folder, "the name of a file in this folder was expected");
  }
  write_index(folder, R"({"a": "absent.safetensors"})");
  check_refused(folder, "absent.safetensors, which is not there");
}

TEST_CASE("an index that contradicts its shards or itself") {
  const TemporaryFolder folder;
  write_weights(folder / "one.safetensors", {"a"});
  write_weights(folder / "two.safetensors", {"a", "b"});
  write_index(folder, R"({"a": "one.safetensors", "missing": "one.safetensors"})");
  check_refused(folder, "lacks the tensor \"missing\"");
  write_index(folder, R"({"a": "one.safetensors", "b": "two.safetensors"})");
  check_refused(folder, "\"a\" is in more than one");
  write_index(folder, R"({"a": "one.safetensors", "a": "two.safetensors"})");
  check_refused(folder, "\"a\" twice");
  write_index(folder, "{}");
  check_refused(folder, "no \"weight_map\"");
  folder.write("model.safetensors.index.json", "[1]");
  check_refused(folder, "no \"weight_map\"");
  folder.write("model.safetensors.index.json", "{\"weight_map\"");
  check_refused(folder, "not valid JSON");
}

TEST_CASE("PyTorch's own files stand in where there is no safetensors file, whole or in shards") {
  const TemporaryFolder folder;
  const std::string pickle = pickle_of(dict_op({{"p", tensor_op(storage_op("FloatStorage", "0", 1), 0, {1}, {1})}}));
  folder.write("pytorch_model.fp16.bin", checkpoint_bytes(pickle, {"abcd"}));
  CHECK(open_weights(folder.path(), {"model"}).tensors.contains("p"));
  folder.write("pytorch_model.bin.index.json", R"({"weight_map": {"p": "pytorch_model-00001-of-00001.bin"}})");
  folder.write("pytorch_model-00001-of-00001.bin", legacy_bytes(pickle, {{1, "abcd"}}));
  CHECK(open_weights(folder.path(), {"model"}).path == folder.path());
  write_weights(folder / "model.fp16.safetensors", {"a"});
  CHECK(open_weights(folder.path(), {"model"}).tensors.contains("a"));
}

TEST_CASE("missing weights: what was looked for, and a damaged pickle for what it is") {
  const TemporaryFolder folder;
  check_refused(folder, "looked for model.safetensors, model.safetensors.index.json, model.fp16.safetensors");
  folder.write("pytorch_model.bin", "PK\3\4x");
  check_refused(folder, "pytorch_model.bin: the archive is damaged");
  CHECK_THROWS_WITH_AS(open_weights(folder / "absent", {"model"}), doctest::Contains("is missing"), Error);
}

TEST_CASE("a loop of links ends in an error") {
  const TemporaryFolder folder;
  fs::create_symlink(folder / "model.safetensors", folder / "model.safetensors");
  check_refused(folder, "missing");
}
