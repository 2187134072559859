#include <doctest/doctest.h>

#include "engine/base/error.h"

using namespace likeness;

TEST_CASE("kinds, names and exit codes are the command line's") {
  const struct {
    ErrorKind kind;
    const char* name;
    int code;
  } rows[] = {{ErrorKind::internal, "internal", 1},           {ErrorKind::usage, "usage", 2},
              {ErrorKind::bad_input, "bad_input", 3},         {ErrorKind::unsupported, "unsupported", 4},
              {ErrorKind::out_of_memory, "out_of_memory", 5}, {ErrorKind::disk_full, "disk_full", 5},
              {ErrorKind::cancelled, "cancelled", 130}};
  for (const auto& row : rows) {
    CHECK(error_kind_name(row.kind) == row.name);
    CHECK(exit_code(row.kind) == row.code);
  }
  CHECK(Cancelled().kind() == ErrorKind::cancelled);
}

TEST_CASE("a NUL byte does not cut the message") {
  CHECK(std::string(Error(ErrorKind::bad_input, std::string("a\0b", 3)).what()) == "a b");
}
