// The options of making pictures and of the machine that does it: defaults, limits and meaning, each field once.
// Plain values; whether a combination makes sense for a model is checked by the job that uses them (Error{bad_input} with the field).
// Numbers and terms: diffusers, A1111; a field left 0, empty or negative where its comment says so takes the model's or preset's value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/field.h"

namespace likeness::api {

/// How to compute. Accepted by every verb of the command line.
struct ComputeOptions {
  std::string device = "auto";
  std::string dtype = "auto";
  int threads = 0;             // 0: one per core
  bool deterministic = false;
};

template <class Options, class Visit>
void compute_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "device", .text = "Where to compute: auto, cpu, cuda or cuda:N.", .level = Level::advanced}, o.device);
  visit(Field{.key = "dtype", .text = "Number type of weights and layers; auto is f32 on a CPU and the card's best on a GPU.",
              .choices = "auto|f32|bf16|f16"}, o.dtype);
  visit(Field{.key = "threads", .text = "CPU threads; 0 uses every core.", .minimum = 0, .maximum = 1024}, o.threads);
  visit(Field{.key = "deterministic", .text = "Use only kernels that give the same bytes every time."}, o.deterministic);
}
template <class Visit> void fields(ComputeOptions& o, Visit&& visit) { compute_fields(o, visit); }
template <class Visit> void fields(const ComputeOptions& o, Visit&& visit) { compute_fields(o, visit); }

/// The keys of engine/api/samplers.h; a sampler may also be left open. A test compares.
inline constexpr std::string_view sampler_choices =
    "|dpmpp_2m|dpmpp_2m_sde|dpmpp_sde|dpmpp_2s_a|unipc|euler|euler_a|heun|lms|dpm2|dpm2_a|deis|ddim|plms|ddpm|lcm";
inline constexpr std::string_view schedule_choices = "normal|karras|exponential|sgm_uniform|simple|beta|ays|polyexponential";

/// How to sample a picture.
struct SampleOptions {
  std::string sampler;            // empty: the model's own (ddim where its class has no name here)
  std::string schedule = "normal";
  int steps = 30;
  double guidance = 7.5;
  double eta = 0;
  double guidance_rescale = 0;    // 0: off
  double guidance_start = 0;      // share of the way from noise to picture, 1 - t / training steps
  double guidance_end = 1;
  double dynamic_threshold = 0;   // the guidance whose range is kept; 0: off
  double threshold_percentile = 1;
  double pag_scale = 0;           // 0: off; a step's weight is max(0, pag_scale - pag_adaptive * (training steps - t))
  double pag_adaptive = 0;
  double tome_ratio = 0;          // share of the finest attention's tokens that are merged; 0: none
  int deep_cache_interval = 1;    // 1: every step is whole
  int width = 0;                  // 0: the model's own size
  int height = 0;
  int count = 1;
  std::int64_t seed = -1;         // -1: drawn; picture i uses seed + i
  std::int64_t variation_seed = -1;  // likewise
  double variation_strength = 0;
  std::string noise = "cpu";      // gpu: the numbers A1111 draws on an NVIDIA card, on every device
  bool tiling = false;            // left meets right and top meets bottom
  int clip_skip = 1;
};

/// Guidance beyond its strength; everything off by default.
template <class Options, class Visit>
void guidance_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "guidance_rescale", .text = "Brings strong guidance's contrast back to the model's own; 0 is off, 0.7 is usual.",
              .minimum = 0, .maximum = 1}, o.guidance_rescale);
  visit(Field{.key = "guidance_start", .text = "Guide from this share of the way on; 0 is the noise.", .minimum = 0, .maximum = 1},
        o.guidance_start);
  visit(Field{.key = "guidance_end", .text = "Guide up to this share of the way; 1 is the picture.", .minimum = 0, .maximum = 1},
        o.guidance_end);
  visit(Field{.key = "dynamic_threshold", .text = "Keeps the range of values that this lower guidance would have; 0 is off.",
              .minimum = 0, .maximum = 100}, o.dynamic_threshold);
  visit(Field{.key = "threshold_percentile", .text = "Share of the values that dynamic_threshold leaves unclipped.", .minimum = 0.5,
              .maximum = 1}, o.threshold_percentile);
  visit(Field{.key = "pag_scale", .text = "Leads away from pictures with loose structure (perturbed attention); 0 is off, 3 is usual.",
              .minimum = 0, .maximum = 100}, o.pag_scale);
  visit(Field{.key = "pag_adaptive", .text = "Weakens pag_scale step by step towards the picture, by this much per training step; 0 is off.",
              .minimum = 0, .maximum = 1}, o.pag_adaptive);
}

/// What saves time and changes the picture a little; everything off by default.
template <class Options, class Visit>
void saving_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "tome_ratio", .text = "Merges this share of alike parts before they attend to one another; 0 is off, 0.5 is usual.",
              .minimum = 0, .maximum = 0.75}, o.tome_ratio);
  visit(Field{.key = "deep_cache_interval", .text = "Computes the model's depth anew only every so many steps; 1 is off, 3 is usual.",
              .unit = "steps", .minimum = 1, .maximum = 50}, o.deep_cache_interval);
}

/// The noise that pictures start from, beyond its seed.
template <class Options, class Visit>
void noise_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "variation_seed", .text = "Seed of a second noise to lean towards; -1 draws one.", .minimum = -1,
              .maximum = 4294967295.0}, o.variation_seed);
  visit(Field{.key = "variation_strength", .text = "How far to lean towards variation_seed's noise.", .minimum = 0, .maximum = 1},
        o.variation_strength);
  visit(Field{.key = "noise", .text = "Whose random numbers: cpu, or those that A1111 draws on a GPU.", .choices = "cpu|gpu"}, o.noise);
  visit(Field{.key = "tiling", .text = "Make a picture that repeats without seams."}, o.tiling);
}

template <class Options, class Visit>
void sample_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "sampler", .text = "How noise becomes a picture; empty takes the model's own.",
              .choices = sampler_choices}, o.sampler);
  visit(Field{.key = "schedule", .text = "How the noise levels are spaced.", .choices = schedule_choices}, o.schedule);
  visit(Field{.key = "steps", .text = "More steps give finer pictures and take longer.", .unit = "steps", .minimum = 1, .maximum = 1000,
              .level = Level::basic}, o.steps);
  visit(Field{.key = "guidance", .text = "How closely the picture follows the words; 1 leaves it free.", .minimum = 0, .maximum = 100,
              .level = Level::basic}, o.guidance);
  visit(Field{.key = "eta", .text = "Fresh noise per DDIM step: 0 none, 1 as DDPM.", .minimum = 0, .maximum = 1}, o.eta);
  guidance_fields(o, visit);
  saving_fields(o, visit);
  visit(Field{.key = "width", .text = "Width; 0 takes the model's own.", .unit = "pixels", .minimum = 0, .maximum = 8192,
              .level = Level::basic}, o.width);
  visit(Field{.key = "height", .text = "Height; 0 takes the model's own.", .unit = "pixels", .minimum = 0, .maximum = 8192,
              .level = Level::basic}, o.height);
  visit(Field{.key = "count", .text = "Pictures per prompt.", .unit = "pictures", .minimum = 1, .maximum = 10000, .level = Level::basic},
        o.count);
  visit(Field{.key = "seed", .text = "The same seed gives the same picture; -1 draws one.", .minimum = -1, .maximum = 4294967295.0,
              .level = Level::basic}, o.seed);
  noise_fields(o, visit);
  visit(Field{.key = "clip_skip", .text = "Text encoder layer to take, counted from the end: 1 is the last.", .minimum = 1,
              .maximum = 100}, o.clip_skip);
}
template <class Visit> void fields(SampleOptions& o, Visit&& visit) { sample_fields(o, visit); }
template <class Visit> void fields(const SampleOptions& o, Visit&& visit) { sample_fields(o, visit); }

}  // namespace likeness::api
