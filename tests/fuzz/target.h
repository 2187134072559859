// What every fuzz target shares: its input as text, and the one exception that a reader may end in. Anything else is a finding.
// A target defines `void likeness::fuzz::try_input(std::string_view)` by LIKENESS_FUZZ_TARGET; see driver.cpp for who calls it.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/base/error.h"

namespace likeness::fuzz {

/// Runs a reader; an Error must be the caller's fault, not ours, and say something.
template <class Work>
void allow_refusal(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    const bool fair = error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::unsupported;
    if (!fair || std::string_view(error.what()).empty()) std::abort();
  }
}

}  // namespace likeness::fuzz

#define LIKENESS_FUZZ_TARGET(input)                                                                \
  namespace likeness::fuzz {                                                                       \
  static void try_input(std::string_view input);                                                   \
  }                                                                                                \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {              \
    likeness::fuzz::try_input({reinterpret_cast<const char*>(data), size});                        \
    return 0;                                                                                      \
  }                                                                                                \
  static void likeness::fuzz::try_input(std::string_view input)
