#include <csignal>
#include <cstdlib>
#include <initializer_list>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/fault.h"

using likeness::fault_point;
using likeness::FaultPoint;

namespace {

/// How a child ends that passes five writes, and one rename after the second, under this drill.
int child_status(const char* drill) {
  const pid_t child = fork();
  if (child == 0) {
    setenv("LIKENESS_FAULT", drill, 1);
    for (int i = 0; i < 5; ++i) {
      fault_point(FaultPoint::write);
      if (i == 1) fault_point(FaultPoint::rename);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST_CASE("the n-th point of the named kind kills the process, no other does") {
  for (const char* drill : {"write:5", "rename:1"}) {
    const int status = child_status(drill);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGKILL);
  }
  for (const char* drill : {"memory:1", "disk:1", "write:6", "rename:2", "step:1", "write:0", "write", "nonsense:1", ""}) CHECK(child_status(drill) == 0);
}

TEST_CASE("memory and disk drills tell the caller of the n-th point and kill nobody") {
  const pid_t child = fork();
  if (child == 0) {
    setenv("LIKENESS_FAULT", "memory:2", 1);
    const bool first = fault_point(FaultPoint::memory), other = fault_point(FaultPoint::disk), second = fault_point(FaultPoint::memory),
               third = fault_point(FaultPoint::memory);
    _exit(!first && !other && second && !third ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
