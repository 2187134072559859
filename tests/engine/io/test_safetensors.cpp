#include <chrono>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/io/safetensors.h"
#include "tests/engine/io/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

using likeness::Error;
using likeness::ErrorKind;
using namespace likeness::io;
using likeness::test::safetensors_bytes;
using likeness::test::TemporaryFolder;

namespace {

TensorIndex open_bytes(const std::string& bytes) {
  const TemporaryFolder folder;
  return open_safetensors(folder.write("model.safetensors", bytes));
}

struct Refusal {
  ErrorKind kind;
  std::string message;
};

Refusal refusal_of(const std::string& bytes) {
  const auto start = std::chrono::steady_clock::now();
  try {
    open_bytes(bytes);
  } catch (const Error& error) {
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
    CHECK(std::string(error.what()).find("model.safetensors") != std::string::npos);
    return {error.kind(), error.what()};
  }
  return {ErrorKind::internal, "accepted"};
}

void check_refused(const std::string& bytes, std::string_view words) {
  const Refusal refusal = refusal_of(bytes);
  CAPTURE(refusal.message);
  CHECK(refusal.kind == ErrorKind::bad_input);
  CHECK(refusal.message.find(words) != std::string::npos);
}

std::string one_tensor(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return "{\"t\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
}

}  // namespace

TEST_CASE("names, dtypes, shapes, bytes and metadata of a sound file") {
  const TensorIndex index = open_bytes(safetensors_bytes(
      R"({"__metadata__":{"who":"me"},"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},"a":{"dtype":"I32","shape":[],"data_offsets":[0,4]},)"
      R"("e":{"dtype":"F32","shape":[3,0],"data_offsets":[8,8]}})",
      "abcdefgh"));
  REQUIRE(index.tensors.size() == 3);
  const TensorEntry& b = index.tensors.at("b");
  CHECK(b.dtype == Dtype::f16);
  CHECK(b.dtype_text == "F16");
  CHECK(b.shape == std::vector<std::int64_t>{2});
  CHECK(std::string(reinterpret_cast<const char*>(b.bytes.data()), b.bytes.size()) == "efgh");
  CHECK(index.tensors.at("a").shape.empty());
  CHECK(index.tensors.at("e").bytes.empty());
  CHECK(index.metadata == std::map<std::string, std::string>{{"who", "me"}});
  CHECK(file_of(index, b) == index.files[0]);
}

TEST_CASE("a file without tensors is a file") { CHECK(open_bytes(safetensors_bytes("{}")).tensors.empty()); }

TEST_CASE("lengths that lie") {
  check_refused("", "is empty");
  check_refused("1234567", "only 7 bytes");
  check_refused(safetensors_bytes(0, "", ""), "header is empty");
  check_refused(safetensors_bytes(0, "", "data"), "header is empty");
  check_refused(safetensors_bytes(1ull << 63, "{}", ""), "9223372036854775808 bytes long");
  check_refused(safetensors_bytes(~0ull, "{}", ""), "18446744073709551615 bytes long");
  check_refused(safetensors_bytes(~0ull - 7, "{}", ""), "18446744073709551608 bytes long");
  check_refused(safetensors_bytes(100'000'001, "{}", ""), "at most 100000000");
  check_refused(safetensors_bytes(3, "{}", ""), "only 2 follow");
}

TEST_CASE("headers that are no safetensors header") {
  check_refused(safetensors_bytes("{\"\xff\":1}"), "not valid JSON");
  check_refused(safetensors_bytes("\xff"), "does not start with {");
  check_refused(safetensors_bytes("{"), "not valid JSON");
  check_refused(safetensors_bytes("[]"), "does not start with {");
  check_refused(safetensors_bytes(" 12"), "it is a number");
  check_refused(safetensors_bytes("      "), "header is empty");
  check_refused(safetensors_bytes("{}{}"), "not valid JSON");
  check_refused(safetensors_bytes(std::string("{}\0\0", 4)), "NUL");
  check_refused(safetensors_bytes(R"({"t":[]})"), "a list");
  check_refused(safetensors_bytes(R"({"t":null})"), "null");
  check_refused(safetensors_bytes(R"({"t":{"dtype":"F32","shape":[1]}})"), "lacks");
  check_refused(safetensors_bytes(R"({"__metadata__":{"a":1}})"), "not text");
  check_refused(safetensors_bytes(R"({"__metadata__":{"a":{}}})"), "not text");
  check_refused(safetensors_bytes(R"({"__metadata__":[]})"), "not an object");
  check_refused(safetensors_bytes("{\"t\":" + std::string(1'000'000, '[')), "a list");
}

TEST_CASE("names given twice") {
  const std::string t = R"("t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]})";
  check_refused(safetensors_bytes("{" + t + "," + t + "}", "x"), "given twice");
  check_refused(safetensors_bytes(R"({"__metadata__":{"a":"1","a":"2"}})"), "given twice");
  check_refused(safetensors_bytes(R"({"__metadata__":{},"__metadata__":{}})"), "given twice");
  check_refused(safetensors_bytes(R"({"t":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}})", "x"), "dtype twice");
}

TEST_CASE("shapes and ranges that do not fit") {
  check_refused(safetensors_bytes(one_tensor("F32", "[2]", "[0,4]"), "1234"), "needs 8 bytes but has 4");
  check_refused(safetensors_bytes(one_tensor("F32", "[4294967296,4294967296]", "[0,4]"), "1234"), "impossibly large");
  check_refused(safetensors_bytes(one_tensor("F32", "[4611686018427387904]", "[0,0]")), "impossibly large");
  check_refused(safetensors_bytes(one_tensor("F32", "[18446744073709551615]", "[0,0]")), "impossibly large");
  check_refused(safetensors_bytes(one_tensor("F32", "[18446744073709551616]", "[0,0]")), "beyond 64 bits");
  check_refused(safetensors_bytes(one_tensor("F32", "[-1]", "[0,4]"), "1234"), "negative");
  check_refused(safetensors_bytes(one_tensor("F32", "[1.0]", "[0,4]"), "1234"), "fraction");
  check_refused(safetensors_bytes(one_tensor("F32", "[1]", "[4,0]"), "1234"), "bytes 4 to 0");
  check_refused(safetensors_bytes(one_tensor("F32", "[1]", "[0,8]"), "1234"), "only 4 bytes");
  check_refused(safetensors_bytes(one_tensor("F32", "[1]", "[18446744073709551612,18446744073709551615]"), "1234"), "only 4 bytes");
  check_refused(safetensors_bytes(one_tensor("F32", "[1]", "[0,4,8]"), "1234"), "more than two");
  check_refused(safetensors_bytes(one_tensor("F32", "[1]", "[0]"), "1234"), "lacks");
  check_refused(safetensors_bytes(one_tensor("F4", "[3]", "[0,1]"), "1"), "whole bytes");
  std::string many = "[1";
  for (int i = 0; i < 100'000; ++i) many += ",1";
  check_refused(safetensors_bytes(one_tensor("F32", many + "]", "[0,4]"), "1234"), "64 dimensions");
}

TEST_CASE("holes, overlaps and bytes that belong to none") {
  check_refused(safetensors_bytes(one_tensor("U8", "[4]", "[0,4]"), "1234+zip"), "4 bytes after the last tensor");
  check_refused(safetensors_bytes(one_tensor("U8", "[4]", "[0,4]"), "12"), "only 2 bytes");
  check_refused(safetensors_bytes(one_tensor("U8", "[2]", "[2,4]"), "1234"), "2 bytes before tensor");
  check_refused(safetensors_bytes("{}", "1"), "1 bytes after");
  std::string header = "{";
  for (int i = 0; i < 10; ++i) header += "\"t" + std::to_string(i) + R"(":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)";
  header.back() = '}';
  check_refused(safetensors_bytes(header, "1234"), "on top of another");
}

TEST_CASE("unusual but legal: loads and is mentioned") {
  const TensorIndex blanks = open_bytes(safetensors_bytes("  " + one_tensor("U8", "[1]", "[0,1]") + "\n\n", "x"));
  CHECK(blanks.tensors.size() == 1);
  REQUIRE(blanks.warnings.size() == 2);
  CHECK(blanks.warnings[0].find("starts with blanks") != std::string::npos);
  CHECK(blanks.warnings[1].find("not aligned") != std::string::npos);
  const TensorIndex extra = open_bytes(safetensors_bytes(
      R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"note":{"a":[1,{"dtype":2}]}}})" + std::string(5, ' '), "x"));
  CHECK(extra.tensors.size() == 1);
  CHECK(extra.warnings.back().find("\"note\"") != std::string::npos);
}

TEST_CASE("dtypes beyond ours are listed with their bytes; unheard-of ones are unsupported, by name") {
  const TensorIndex index = open_bytes(safetensors_bytes(one_tensor("F8_E4M3", "[3]", "[0,3]"), "abc"));
  CHECK(index.tensors.at("t").dtype == Dtype::other);
  CHECK(index.tensors.at("t").dtype_text == "F8_E4M3");
  CHECK(index.tensors.at("t").bytes.size() == 3);
  const Refusal refusal = refusal_of(safetensors_bytes(one_tensor("Q99", "[3]", "[0,3]"), "abc"));
  CHECK(refusal.kind == ErrorKind::unsupported);
  CHECK(refusal.message.find("\"Q99\"") != std::string::npos);
  CHECK(refusal.message.find("\"t\"") != std::string::npos);
}

TEST_CASE("a header made of countless tiny entries is refused before it fills the memory") {
  std::string header = "{";
  for (int i = 0; i < 100'001; ++i) header += "\"" + std::to_string(i) + R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)";
  header.back() = '}';
  check_refused(safetensors_bytes(header), "more than 100000 tensors");
}

TEST_CASE("another kind of file is named") {
  check_refused("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git LFS pointer");
  check_refused("<!DOCTYPE html><html><body>Sign in</body></html>", "web page");
  CHECK(refusal_of("GGUF\3\0\0\0aaaaaaaaaaaaaa").kind == ErrorKind::unsupported);
  CHECK(refusal_of("PK\3\4" + std::string(100, 'x')).kind == ErrorKind::unsupported);
}

TEST_CASE("every starter weight file opens without a warning") {
  const std::filesystem::path starter = std::filesystem::path(LIKENESS_SOURCE_DIR) / "resources/starter";
  for (const char* file :
       {"unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors"}) {
    const TensorIndex index = open_safetensors(starter / file);
    CHECK(index.tensors.size() > 30);
    CHECK(index.warnings.empty());
    for (const auto& [name, entry] : index.tensors) CHECK(entry.dtype == Dtype::f16);
  }
}
