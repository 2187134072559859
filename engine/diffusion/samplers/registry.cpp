// The samplers by name, in the order the window offers them.
#include "engine/base/error.h"
#include "engine/diffusion/samplers/samplers.h"

namespace likeness::diffusion {
namespace {

struct Entry {
  const char* name;
  const char* scheduler_class;
  bool takes_karras;
  std::unique_ptr<Sampler> (*make)(const SamplerSettings&);
};

constexpr Entry registry[] = {
    {"euler_a", "EulerAncestralDiscreteScheduler", true, make_euler_ancestral},
    {"dpmpp_2m", "DPMSolverMultistepScheduler", true, make_dpmpp_2m},
    {"ddim", "DDIMScheduler", false, make_ddim},
    {"euler", "EulerDiscreteScheduler", true, make_euler},
};

}  // namespace

std::unique_ptr<Sampler> make_sampler(const SamplerSettings& settings) {
  std::string names;
  for (const Entry& entry : registry) {
    names += (names.empty() ? "" : ", ") + std::string(entry.name);
    if (settings.name != entry.name) continue;
    if (settings.spacing == Spacing::karras && !entry.takes_karras)
      throw Error(ErrorKind::usage, "schedule: " + settings.name + " has no karras schedule", "Use normal, or another sampler.");
    return entry.make(settings);
  }
  throw Error(ErrorKind::usage, "sampler: expected one of " + names + ", found " + settings.name);
}

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const Entry& entry : registry) names.emplace_back(entry.name);
  return names;
}

std::string sampler_for_class(const std::string& class_name) {
  for (const Entry& entry : registry)
    if (class_name == entry.scheduler_class) return entry.name;
  return "ddim";
}

}  // namespace likeness::diffusion
