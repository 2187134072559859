#include <doctest/doctest.h>

#include "engine/io/file_kind.h"
#include "tests/engine/io/safetensors_bytes.h"
#include "tests/support/temporary_folder.h"

using namespace likeness::io;
using likeness::Error;
using likeness::ErrorKind;
using likeness::test::TemporaryFolder;

TEST_CASE("files are known by their content") {
  const TemporaryFolder folder;
  const struct {
    std::string bytes;
    FileKind kind;
  } rows[] = {{"", FileKind::empty},
              {likeness::test::safetensors_bytes("{}"), FileKind::safetensors},
              {likeness::test::safetensors_bytes(" {}"), FileKind::safetensors},
              {"PK\3\4....", FileKind::zip},
              {"\x80\x02\x8a\x0al\xfc\x9c", FileKind::pickle},
              {std::string("GGUF\3\0\0\0", 8), FileKind::gguf},
              {"version https://git-lfs.github.com/spec/v1\n", FileKind::lfs_pointer},
              {"\n  <!DOCTYPE HTML><html>", FileKind::web_page},
              {"<html lang=en>", FileKind::web_page},
              {"{\"a\": 1}", FileKind::json},
              {"\xef\xbb\xbf[1, 2]", FileKind::json},
              {"{garbage", FileKind::other},
              {std::string("\x89PNG\r\n\x1a\n\0", 9), FileKind::png},
              {"\xff\xd8\xff\xe0", FileKind::jpeg},
              {"RIFF....WEBPVP8 ", FileKind::webp},
              {"RIFF....WAVE", FileKind::other},
              {"just text", FileKind::other},
              {"\x80", FileKind::other}};
  for (const auto& row : rows) {
    CAPTURE(row.bytes);
    CHECK(sniff(folder.write("file", row.bytes)) == row.kind);
  }
}

TEST_CASE("missing files and folders are refused") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(sniff(folder / "absent"), doctest::Contains("absent"), Error);
  CHECK_THROWS_WITH_AS(sniff(folder.path()), doctest::Contains("folder"), Error);
}

TEST_CASE("the error says what it is, what was expected and what to do") {
  const Error pointer = wrong_kind("a.safetensors", FileKind::lfs_pointer, "a safetensors file");
  CHECK(std::string(pointer.what()) == "a.safetensors is a Git LFS pointer, not the file itself; a safetensors file was expected.");
  CHECK(pointer.hint().find("git lfs pull") != std::string::npos);
  CHECK(pointer.kind() == ErrorKind::bad_input);
  CHECK(wrong_kind("a", FileKind::gguf, "x").kind() == ErrorKind::unsupported);
  CHECK(wrong_kind("a", FileKind::zip, "x").kind() == ErrorKind::unsupported);
  CHECK(wrong_kind("a", FileKind::png, "x").kind() == ErrorKind::bad_input);
}
