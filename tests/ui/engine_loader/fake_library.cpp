// Stands in for liblikeness_engine.so: makes a fake engine, or refuses when $FAKE_ENGINE_REFUSES is set.
#include <cstdlib>

#include "tests/support/fake_engine.h"

extern "C" likeness::api::Engine* likeness_engine_create(const likeness::api::EngineFolders*, likeness::api::ErrorText* error) {
  if (std::getenv("FAKE_ENGINE_REFUSES") == nullptr) return new likeness::test::FakeEngine;
  if (error != nullptr) *error = {.kind = "device", .message = "The device cannot be used.", .hint = "Choose another one."};
  return nullptr;
}
