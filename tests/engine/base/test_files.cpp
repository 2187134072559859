#include <csignal>
#include <filesystem>
#include <functional>
#include <iterator>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using namespace likeness;

namespace {

ErrorKind kind_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    CHECK(std::string(error.what()).size() > 10);
    return error.kind();
  }
  FAIL("nothing was thrown");
  return ErrorKind::internal;
}

std::ptrdiff_t entries(const fs::path& folder) { return std::distance(fs::directory_iterator(folder), fs::directory_iterator()); }

}  // namespace

TEST_CASE("read_file gives all bytes and refuses what is no short enough file") {
  const test::TemporaryFolder folder;
  const std::string bytes("a\0b\xff", 4);
  const auto path = folder.write("x", bytes);
  CHECK(read_file(path) == bytes);
  CHECK(read_file(path, 4) == bytes);
  CHECK(kind_of([&] { read_file(path, 3); }) == ErrorKind::bad_input);
  CHECK(kind_of([&] { read_file(folder / "absent"); }) == ErrorKind::bad_input);
  CHECK(kind_of([&] { read_file(folder.path()); }) == ErrorKind::bad_input);
}

TEST_CASE("an atomic file appears whole at commit, or not at all") {
  const test::TemporaryFolder folder;
  const auto path = folder.write("x", "old");
  {
    AtomicFile file(path);
    file.write("new");
    CHECK(test::read_all(path) == "old");
  }
  CHECK(test::read_all(path) == "old");
  CHECK(entries(folder.path()) == 1);
  AtomicFile file(path);
  file.write("new ");
  file.write("text");
  file.commit();
  CHECK(test::read_all(path) == "new text");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("new files are readable by others as the umask says") {
  const test::TemporaryFolder folder;
  const mode_t before = umask(022);
  write_file(folder / "x", "text");
  umask(before);
  CHECK(fs::status(folder / "x").permissions() == static_cast<fs::perms>(0644));
}

TEST_CASE("a link is kept and its target replaced") {
  const test::TemporaryFolder folder;
  const auto target = folder.write("target", "old");
  fs::create_symlink(target, folder / "link");
  write_file(folder / "link", "new");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(test::read_all(target) == "new");
  fs::create_symlink(folder / "loop", folder / "loop");
  CHECK(kind_of([&] { write_file(folder / "loop", "x"); }) == ErrorKind::bad_input);
}

TEST_CASE("a failed write says disk_full and leaves the old file and nothing else") {
  const test::TemporaryFolder folder;
  const auto path = folder.write("x", "old");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const ErrorKind kind = kind_of([&] { write_file(path, std::string(5000, 'a')); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_DFL);
  CHECK(kind == ErrorKind::disk_full);
  CHECK(test::read_all(path) == "old");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a device is written to, not replaced") {
  CHECK(kind_of([] { write_file("/dev/full", "x"); }) == ErrorKind::disk_full);
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("targets that cannot be files are refused") {
  const test::TemporaryFolder folder;
  CHECK(kind_of([&] { write_file(folder.path(), "x"); }) == ErrorKind::bad_input);
  CHECK(kind_of([&] { write_file(folder / "absent/x", "x"); }) == ErrorKind::bad_input);
  folder.write("file", "x");
  CHECK(kind_of([&] { make_folders(folder / "file/inside"); }) == ErrorKind::bad_input);
}

TEST_CASE("folders are made, renamed and their free space known") {
  const test::TemporaryFolder folder;
  make_folders(folder / "a/b");
  make_folders(folder / "a/b");
  write_file(folder / "a/b/x", "x");
  rename_folder(folder / "a", folder / "c");
  CHECK(test::read_all(folder / "c/b/x") == "x");
  CHECK_FALSE(fs::exists(folder / "a"));
  CHECK(free_disk_bytes(folder / "not/yet/there") == free_disk_bytes(folder.path()));
  require_disk_space(folder / "not/yet/there", 1);
  CHECK(kind_of([&] { require_disk_space(folder.path(), 1ull << 60); }) == ErrorKind::disk_full);
}

TEST_CASE("what the standard library cannot do with a path becomes an error that names it") {
  const likeness::test::TemporaryFolder folder;
  std::filesystem::create_symlink("loop", folder / "loop");
  try {
    static_cast<void>(std::filesystem::exists(folder / "loop"));
    FAIL("a circle of links is no file");
  } catch (const std::filesystem::filesystem_error& fault) {
    const likeness::Error error = likeness::error_of(fault);
    CHECK(error.kind() == likeness::ErrorKind::bad_input);
    CHECK(std::string(error.what()).find((folder / "loop").string()) == 0);
  }
  const std::filesystem::filesystem_error full("x", "file", std::make_error_code(std::errc::no_space_on_device));
  CHECK(likeness::error_of(full).kind() == likeness::ErrorKind::disk_full);
}
