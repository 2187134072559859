// What the tests of this folder share: the two small models, loaded once, and a job context that keeps its events.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "engine/api/job_context.h"
#include "engine/models/model.h"

namespace likeness::generate::fixtures {

inline const std::string golden_folder = LIKENESS_SOURCE_DIR "/tests/golden";

/// Float32 on the CPU, two threads; "tiny-sd1" (tests/golden) or "starter" (resources).
models::Model& model_for_tests(const std::string& name);

struct Job {
  std::vector<api::Event> events;
  std::stop_source stop;
  std::int64_t cancel_at_step = -1;  // stops when this much progress of `cancel_phase` is reported
  api::Phase cancel_phase = api::Phase::sampling;
  api::JobContext context;

  Job();
  template <class E> std::vector<E> all() const {
    std::vector<E> found;
    for (const api::Event& event : events)
      if (const E* e = std::get_if<E>(&event)) found.push_back(*e);
    return found;
  }
  std::vector<api::ImageReady> images(api::ImageKind kind) const;
};

}  // namespace likeness::generate::fixtures
