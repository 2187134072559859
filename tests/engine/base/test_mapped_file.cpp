#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "tests/support/temporary_folder.h"

using likeness::Error;
using likeness::MappedFile;

TEST_CASE("the mapping shows the file's bytes and outlives its name") {
  const likeness::test::TemporaryFolder folder;
  const auto file = MappedFile::open(folder.write("x", "hello"));
  std::filesystem::remove(folder / "x");
  REQUIRE(file->bytes().size() == 5);
  CHECK(std::string(reinterpret_cast<const char*>(file->bytes().data()), 5) == "hello");
  CHECK(file->path() == folder / "x");
}

TEST_CASE("what cannot be mapped is refused in words") {
  const likeness::test::TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(MappedFile::open(folder.write("empty", "")), doctest::Contains("is empty"), Error);
  CHECK_THROWS_WITH_AS(MappedFile::open(folder.path()), doctest::Contains("is a folder"), Error);
  CHECK_THROWS_WITH_AS(MappedFile::open(folder / "absent"), doctest::Contains("could not be opened"), Error);
  CHECK_THROWS_WITH_AS(MappedFile::open("/dev/null"), doctest::Contains("not an ordinary file"), Error);
}
