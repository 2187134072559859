// The samplers by name, in the order the window offers them (engine/api/samplers.h has their names for people; a test compares).
#include "engine/base/error.h"
#include "engine/diffusion/samplers/samplers.h"

namespace likeness::diffusion {
namespace {

struct Entry {
  const char* name;
  const char* scheduler_class;
  bool takes_spacings;  // other than normal
  std::unique_ptr<Sampler> (*make)(const SamplerSettings&);
};

constexpr Entry registry[] = {
    {"dpmpp_2m", "DPMSolverMultistepScheduler", true, make_dpmpp_2m},
    {"dpmpp_2m_sde", "DPMSolverMultistepScheduler", true, make_dpmpp_2m_sde},
    {"dpmpp_sde", "DPMSolverSDEScheduler", true, make_dpmpp_sde},
    {"dpmpp_2s_a", "", true, make_dpmpp_2s_ancestral},
    {"unipc", "UniPCMultistepScheduler", true, make_unipc},
    {"euler", "EulerDiscreteScheduler", true, make_euler},
    {"euler_a", "EulerAncestralDiscreteScheduler", true, make_euler_ancestral},
    {"heun", "HeunDiscreteScheduler", true, make_heun},
    {"lms", "LMSDiscreteScheduler", true, make_lms},
    {"dpm2", "KDPM2DiscreteScheduler", true, make_dpm2},
    {"dpm2_a", "KDPM2AncestralDiscreteScheduler", true, make_dpm2_ancestral},
    {"deis", "DEISMultistepScheduler", true, make_deis},
    {"ddim", "DDIMScheduler", false, make_ddim},
    {"plms", "PNDMScheduler", false, make_plms},
    {"ddpm", "DDPMScheduler", false, make_ddpm},
    {"lcm", "LCMScheduler", false, make_lcm},
};

const Entry& entry_of(const std::string& name) {
  std::string names;
  for (const Entry& entry : registry) {
    if (name == entry.name) return entry;
    names += (names.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw Error(ErrorKind::usage, "sampler: expected one of " + names + ", found " + name);
}

}  // namespace

std::unique_ptr<Sampler> make_sampler(const SamplerSettings& settings) {
  const Entry& entry = entry_of(settings.name);
  if (settings.spacing != Spacing::normal && !entry.takes_spacings)
    throw Error(ErrorKind::usage, "schedule: " + settings.name + " has the normal schedule only", "Use normal, or another sampler.");
  return entry.make(settings);
}

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const Entry& entry : registry) names.emplace_back(entry.name);
  return names;
}

bool takes_spacings(const std::string& sampler) { return entry_of(sampler).takes_spacings; }

std::string sampler_for_config(const Json& config) {
  if (!config.is_object() || !config.contains("_class_name")) return "ddim";
  const std::string algorithm = config.value("algorithm_type", Json()) == "sde-dpmsolver++" ? "dpmpp_2m_sde" : "dpmpp_2m";
  for (const Entry& entry : registry) {
    if (config["_class_name"] != entry.scheduler_class) continue;
    return entry.name == std::string("dpmpp_2m") ? algorithm : entry.name;
  }
  return "ddim";
}

}  // namespace likeness::diffusion
