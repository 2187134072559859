#include <cstring>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/io/checkpoint.h"
#include "tests/engine/io/safetensors_bytes.h"
#include "tests/engine/io/torch_bytes.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using likeness::Error;
using likeness::ErrorKind;
using namespace likeness::io;
using namespace likeness::test;

namespace {

const fs::path golden = fs::path(LIKENESS_SOURCE_DIR) / "tests/golden/checkpoints";

std::string float_bytes(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

std::vector<float> floats(const TensorEntry& entry) {
  std::vector<float> values(entry.bytes.size() / sizeof(float));
  std::memcpy(values.data(), entry.bytes.data(), entry.bytes.size());
  return values;
}

TensorIndex open_bytes(const std::string& bytes) {
  const TemporaryFolder folder;
  return open_tensors(folder.write("model.ckpt", bytes));
}

void check_refused(const std::string& bytes, std::string_view words, ErrorKind kind = ErrorKind::bad_input) {
  try {
    open_bytes(bytes);
    FAIL("accepted");
  } catch (const Error& error) {
    CAPTURE(std::string(error.what()));
    CHECK(error.kind() == kind);
    CHECK(std::string(error.what()).find(words) != std::string::npos);
    CHECK(std::string(error.what()).find("model.ckpt") != std::string::npos);
  }
}

const std::string six = float_bytes({0, 1, 2, 3, 4, 5});
const std::string six_floats = storage_op("FloatStorage", "0", 6);

}  // namespace

TEST_CASE("files of torch.save, new and old, give their tensors") {
  for (const char* name : {"new.ckpt", "old.ckpt"}) {
    CAPTURE(name);
    const TensorIndex index = open_tensors(golden / name);
    REQUIRE(index.tensors.size() == 4);
    CHECK(floats(index.tensors.at("a.weight")) == std::vector<float>{0, 1, 2, 3, 4, 5});
    CHECK(index.tensors.at("a.weight").shape == std::vector<std::int64_t>{2, 3});
    CHECK(floats(index.tensors.at("transposed")) == std::vector<float>{0, 3, 1, 4, 2, 5});
    CHECK(index.tensors.at("half").dtype == Dtype::f16);
    CHECK(index.tensors.at("half").bytes.size() == 8);
    CHECK(index.tensors.at("position_ids").dtype_text == "I64");
    CHECK(index.metadata.at("global_step") == "875000");
    CHECK(file_of(index, index.tensors.at("a.weight")) == index.files[0]);
    CHECK(file_of(index, index.tensors.at("transposed")) != index.files[0]);
  }
}

TEST_CASE("an embedding's tree: dicts, numbers, and a ParameterDict of older PyTorch") {
  for (const char* name : {"embedding.pt", "embedding-parameters.pt"}) {
    CAPTURE(name);
    const Checkpoint file = open_checkpoint(golden / name);
    const PickleValue* tokens = find_key(file, file.root(), "string_to_token");
    REQUIRE(tokens != nullptr);
    const PickleValue* star = find_key(file, *tokens, "*");
    REQUIRE(star != nullptr);
    CHECK(star->integer == 265);
    CHECK(find_key(file, file.root(), "name")->text == "style");
    CHECK(find_key(file, file.root(), "absent") == nullptr);
    const TensorIndex params = tensors_of(file, *find_key(file, file.root(), "string_to_param"));
    REQUIRE(params.tensors.size() == 1);
    CHECK(params.tensors.at("*").shape == std::vector<std::int64_t>{2, 4});
    CHECK(floats(params.tensors.at("*")) == std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7});
  }
}

TEST_CASE("either format is known by its content") {
  const TemporaryFolder folder;
  const auto file = folder.write("m.ckpt", safetensors_bytes(R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "x"));
  CHECK(open_tensors(file).tensors.size() == 1);
  CHECK_THROWS_WITH_AS(open_checkpoint(file), doctest::Contains("a PyTorch checkpoint was expected"), Error);
}

TEST_CASE("containers that contradict themselves") {
  const std::string pickle = pickle_of(dict_op({{"a", tensor_op(six_floats, 0, {6}, {1})}}));
  CHECK(open_bytes(checkpoint_bytes(pickle, {six})).tensors.size() == 1);
  check_refused(checkpoint_bytes(pickle, {six + "more"}), "should have 24 bytes but has 28");
  check_refused(checkpoint_bytes(pickle, {}), "storage \"0\" is not in the archive");
  check_refused(checkpoint_bytes(pickle + "N.", {six}), "2 bytes follow the end of its pickle");
  check_refused(checkpoint_bytes(pickle + pickle, {six}), "follow the end of its pickle");
  auto parts = checkpoint_parts(pickle, {six});
  parts[0].crc = 1;
  check_refused(zip_bytes(parts), "another checksum");
  parts = checkpoint_parts(pickle, {six});
  parts[2].bytes = "big";
  check_refused(zip_bytes(parts), "byte order \"big\"");
  parts = checkpoint_parts(pickle, {six});
  parts.push_back({"archive/sub/data.pkl", pickle});
  check_refused(zip_bytes(parts), "this archive has 2");
  parts.back() = {"other/file", "x"};
  check_refused(zip_bytes(parts), "does not belong to a checkpoint");
  check_refused(zip_bytes({{"readme.txt", "x"}}), "this archive has 0");
  const std::string climbing = pickle_of(dict_op({{"a", tensor_op(storage_op("FloatStorage", "../version", 6), 0, {6}, {1})}}));
  check_refused(checkpoint_bytes(climbing, {six}), "is not in the archive");
}

TEST_CASE("a call in a checkpoint is refused by its name") {
  const std::string evil = pickle_of(dict_op({{"a", global_op("posix", "system") + tuple_op({text_op("id")}) + "R"}}));
  check_refused(checkpoint_bytes(evil), "posix.system");
  check_refused(evil, "posix.system");
  check_refused(legacy_bytes(evil, {}), "posix.system");
}

TEST_CASE("the older container: order, counts and what follows") {
  const std::string pickle = pickle_of(dict_op({{"a", tensor_op(six_floats, 0, {6}, {1})}}));
  const TensorIndex index = open_bytes(legacy_bytes(pickle, {{6, six}}));
  CHECK(floats(index.tensors.at("a"))[5] == 5);
  check_refused(legacy_bytes(pickle, {{5, six}}), "5 elements instead of 6");
  check_refused(legacy_bytes(pickle, {{6, six.substr(4)}}), "middle of a storage");
  check_refused(legacy_bytes(pickle, {{6, six + "x"}}), "1 bytes follow its last storage");
  check_refused(legacy_bytes(pickle, {}), "lacks a storage");
  check_refused(legacy_bytes(pickle, {{6, six}, {6, six}}), "does not fit its tensors");
  check_refused(legacy_bytes(pickle, {{6, six}}, false), "byte order \"big\"");
  check_refused(pickle_of("}"), "not a PyTorch checkpoint");
  const std::string whole = legacy_bytes(pickle, {{6, six}});
  for (std::size_t length = 1; length < whole.size(); ++length) CHECK_THROWS_AS(open_bytes(whole.substr(0, length)), Error);
}

TEST_CASE("names given twice, endless nesting and copies without end") {
  const std::string tensor = tensor_op(six_floats, 0, {6}, {1});
  check_refused(checkpoint_bytes(pickle_of(dict_op({{"a", tensor}, {"a", tensor}})), {six}), "\"a\" twice");
  check_refused(checkpoint_bytes(pickle_of(dict_op({{"a.b", tensor}, {"a", dict_op({{"b", tensor}})}})), {six}), "\"a.b\" twice");
  check_refused(checkpoint_bytes(pickle_of(std::string("]q\0h\0a", 6))), "beyond all reason");
  std::string doubled = std::string("]q\0000", 4);
  for (char level = 1; level < 12; ++level) {
    std::string eight;
    for (int i = 0; i < 8; ++i) eight += std::string("h") + static_cast<char>(level - 1);
    doubled += "](" + eight + "eq" + level + "0";
  }
  check_refused(checkpoint_bytes(pickle_of(doubled + "h\x0b")), "beyond all reason");
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 2000; ++i)
    many.emplace_back(std::to_string(i), tensor_op(storage_op("FloatStorage", "0", 20000), 0, {100, 200}, {1, 100}));
  check_refused(checkpoint_bytes(pickle_of(dict_op(many)), {std::string(80000, 'x')}), "again and again");
}
