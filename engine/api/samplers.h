// The samplers and noise schedules by their keys (command line, JSON) and by the names that people and A1111's picture texts use.
// In the order the window offers them; the engine's own registry (engine/diffusion/samplers/registry.cpp) makes them.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace likeness::api {

struct SamplerName {
  std::string_view key;
  std::string_view name;
  bool takes_schedules = true;  // other than normal
};

inline constexpr std::array sampler_list{
    SamplerName{"dpmpp_2m", "DPM++ 2M"},
    SamplerName{"dpmpp_2m_sde", "DPM++ 2M SDE"},
    SamplerName{"dpmpp_sde", "DPM++ SDE"},
    SamplerName{"dpmpp_2s_a", "DPM++ 2S a"},
    SamplerName{"unipc", "UniPC"},
    SamplerName{"euler", "Euler"},
    SamplerName{"euler_a", "Euler a"},
    SamplerName{"heun", "Heun"},
    SamplerName{"lms", "LMS"},
    SamplerName{"dpm2", "DPM2"},
    SamplerName{"dpm2_a", "DPM2 a"},
    SamplerName{"deis", "DEIS"},
    SamplerName{"ddim", "DDIM", false},
    SamplerName{"plms", "PLMS", false},
    SamplerName{"ddpm", "DDPM", false},
    SamplerName{"lcm", "LCM", false},
};

struct ScheduleName {
  std::string_view key;
  std::string_view name;
};

inline constexpr std::array schedule_list{
    ScheduleName{"normal", "Automatic"},
    ScheduleName{"karras", "Karras"},
    ScheduleName{"exponential", "Exponential"},
    ScheduleName{"sgm_uniform", "SGM Uniform"},
    ScheduleName{"simple", "Simple"},
    ScheduleName{"beta", "Beta"},
    ScheduleName{"ays", "Align Your Steps"},
    ScheduleName{"polyexponential", "Polyexponential"},
};

/// The entry of a key, or null.
constexpr const SamplerName* find_sampler(std::string_view key) {
  for (const SamplerName& entry : sampler_list)
    if (entry.key == key) return &entry;
  return nullptr;
}

constexpr const ScheduleName* find_schedule(std::string_view key) {
  for (const ScheduleName& entry : schedule_list)
    if (entry.key == key) return &entry;
  return nullptr;
}

/// The keys as a field's choices: "a|b|c".
template <class List>
std::string joined_keys(const List& list) {
  std::string keys;
  for (const auto& entry : list) keys += (keys.empty() ? "" : "|") + std::string(entry.key);
  return keys;
}

}  // namespace likeness::api
