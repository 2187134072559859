#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/io/zip_archive.h"
#include "tests/engine/io/torch_bytes.h"

using likeness::Error;
using likeness::ErrorKind;
using namespace likeness::io;
using namespace likeness::test;

namespace {

ZipEntries read(const std::string& bytes) { return read_zip(std::as_bytes(std::span(bytes)), "a.ckpt"); }

void check_refused(const std::string& bytes, std::string_view words, ErrorKind kind = ErrorKind::bad_input) {
  try {
    read(bytes);
    FAIL("accepted");
  } catch (const Error& error) {
    CAPTURE(std::string(error.what()));
    CHECK(error.kind() == kind);
    CHECK(std::string(error.what()).find(words) != std::string::npos);
  }
}

const std::vector<ZipPart> two{{"x/a", "first"}, {"x/b", "second"}};

}  // namespace

TEST_CASE("stored entries lie where they are said to") {
  const std::string bytes = zip_bytes(two, "a comment");
  const ZipEntries entries = read(bytes);
  REQUIRE(entries.size() == 2);
  const ZipEntry& second = entries.at("x/b");
  CHECK(std::string(reinterpret_cast<const char*>(second.bytes.data()), second.bytes.size()) == "second");
  CHECK(reinterpret_cast<const char*>(second.bytes.data()) > bytes.data());
  CHECK_NOTHROW(check_crc(second, "x/b", "a.ckpt"));
  CHECK(read(zip_bytes({})).empty());
}

TEST_CASE("names and headers that contradict one another") {
  check_refused(zip_bytes({{"x/a", "1"}, {"x/a", "2"}}), "two entries are named \"x/a\"");
  check_refused(zip_bytes({{"x/a", "1"}, {"x/b", "2", "x/a", -1, 0}}), "another name in its own header");
  check_refused(zip_bytes({{"x/a", "1", "x/c"}}), "another name in its own header");
  check_refused(zip_bytes({{"x/a", "same"}, {.name = "x/a/", .bytes = ""}, {"x/b", "1"}, {"x/bb", "1", "x/b", -1, 3}}),
                "not where it should be");
  ZipPart shorter{"x/a", "12345"};
  shorter.size = 4;
  check_refused(zip_bytes({shorter}), "another size in its own header");
  ZipPart longer{"x/a", "12345"};
  longer.size = 500;
  longer.flags = 8;
  check_refused(zip_bytes({longer, {"x/b", "1"}}), "reaches beyond");
  longer.size = 20;
  check_refused(zip_bytes({longer, {"x/b", "1"}}), "on top of one another");
}

TEST_CASE("two entries on one local header") {
  ZipPart twin{"x/a", "12345"};
  std::string bytes = zip_bytes({{"x/a", "12345"}, twin});
  check_refused(bytes, "two entries are named");
  const ZipPart other{"x/b", "12345", "x/a", -1, 0};
  check_refused(zip_bytes({{"x/a", "12345"}, other}), "another name");
}

TEST_CASE("paths that climb out") {
  for (const char* name : {"../a", "/a", "x/../../a", "x\\a", "c:a", "x/./a", ".."})
    check_refused(zip_bytes({{name, "1"}}), "would lie outside");
  check_refused(zip_bytes({{std::string("x\0y", 3), "1"}}), "would lie outside");
}

TEST_CASE("a wrong checksum is noticed") {
  const std::string bytes = zip_bytes({{"x/a", "123", {}, 77}});
  const ZipEntries entries = read(bytes);
  CHECK_THROWS_WITH_AS(check_crc(entries.at("x/a"), "x/a", "a.ckpt"), doctest::Contains("another checksum"), Error);
}

TEST_CASE("packed, encrypted and split archives are named as such") {
  ZipPart part{"x/a", "123"};
  part.method = 8;
  check_refused(zip_bytes({part}), "is packed", ErrorKind::unsupported);
  part.method = 0;
  part.flags = 1;
  check_refused(zip_bytes({part}), "is encrypted", ErrorKind::unsupported);
}

TEST_CASE("ends that are cut or lie") {
  const std::string bytes = zip_bytes(two);
  for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_THROWS_AS(read(bytes.substr(0, length)), Error);
  check_refused(bytes + "tail", "its end is missing");
  std::string many = bytes;
  many.replace(many.size() - 12, 2, little(60000, 2));
  check_refused(many, "claims 60000 entries");
  std::string one = bytes;
  one.replace(one.size() - 12, 2, little(1, 2));
  check_refused(one, "not as long as stated");
  std::string away = bytes;
  away.replace(away.size() - 6, 4, little(0x7fffffff, 4));
  check_refused(away, "lies outside");
  std::string wide = bytes;
  wide.replace(wide.size() - 6, 4, little(0xffffffff, 4));
  check_refused(wide, "wide end is missing");
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(~flipped[at]);
    try {
      read(flipped);
    } catch (const Error&) {
      continue;
    }
  }
}
