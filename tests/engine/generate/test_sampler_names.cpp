// The names for people (engine/api/samplers.h), the options' choices and the engine's own registry speak of the same samplers.
#include <doctest/doctest.h>

#include "engine/api/options.h"
#include "engine/api/samplers.h"
#include "engine/diffusion/sampler.h"

using namespace likeness;

TEST_CASE("samplers: names, choices and registry agree, in order") {
  std::vector<std::string> keys;
  for (const api::SamplerName& entry : api::sampler_list) {
    keys.emplace_back(entry.key);
    CHECK(diffusion::takes_spacings(keys.back()) == entry.takes_schedules);
  }
  CHECK(keys == diffusion::sampler_names());
  CHECK(api::sampler_choices == "|" + api::joined_keys(api::sampler_list));
  CHECK(api::find_sampler("dpmpp_2m_sde")->name == "DPM++ 2M SDE");
  CHECK(api::find_sampler("dream") == nullptr);
}

TEST_CASE("schedules: names, choices and spacings agree, in order") {
  std::vector<std::string> keys;
  for (const api::ScheduleName& entry : api::schedule_list) keys.emplace_back(entry.key);
  CHECK(keys == diffusion::spacing_names());
  CHECK(api::schedule_choices == api::joined_keys(api::schedule_list));
  CHECK(api::find_schedule("ays")->name == "Align Your Steps");
  CHECK(api::find_schedule("dream") == nullptr);
}
