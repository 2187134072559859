#include "engine/data/photo_files.h"

#include <doctest/doctest.h>

#include "tests/support/temporary_folder.h"

using namespace likeness;

TEST_CASE("a folder gives its files by name, without hidden ones, system files and sub-folders") {
  const test::TemporaryFolder folder;
  for (const char* name : {"b.png", "a.jpg", ".DS_Store", "._a.jpg", "Thumbs.db", "desktop.ini", "inner/c.png"}) folder.write(name, "x");
  const auto files = data::photo_files({folder.path().string()});
  REQUIRE(files.size() == 2);
  CHECK(files[0] == folder / "a.jpg");
  CHECK(files[1] == folder / "b.png");
}

TEST_CASE("files named outright are kept in order, also hidden and missing ones") {
  const test::TemporaryFolder folder;
  const std::string hidden = folder.write(".hidden.png", "x").string();
  const std::string missing = (folder / "missing.png").string();
  const auto files = data::photo_files({missing, hidden});
  REQUIRE(files.size() == 2);
  CHECK(files[0] == missing);
  CHECK(files[1] == hidden);
}

TEST_CASE("a taken name is numbered") {
  const test::TemporaryFolder folder;
  CHECK(data::free_name(folder.path(), "x/dog.png") == folder / "dog.png");
  folder.write("dog.png", "1");
  CHECK(data::free_name(folder.path(), "x/dog.png") == folder / "dog-2.png");
  folder.write("dog-2.png", "2");
  CHECK(data::free_name(folder.path(), "dog.png") == folder / "dog-3.png");
}
