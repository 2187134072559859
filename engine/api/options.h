// The options of making pictures, of teaching and of the machine that does it: defaults, limits and meaning, each field once.
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

/// How to teach a subject. An empty optional takes the value of the preset for the model's family (resources/presets).
struct TrainOptions {
  std::string preset = "balanced";
  std::string method = "full";
  std::optional<int> steps;
  std::optional<double> learning_rate;
  std::optional<double> text_encoder_learning_rate;  // empty: learning_rate where that is given, else the preset's
  bool train_unet = true;
  bool train_text_encoder = true;
  std::optional<bool> prior_preservation;            // nowhere said: true, and false with draws
  double prior_weight = 1;
  std::optional<int> prior_count;
  double weight_decay = 0.01;
  double adam_beta1 = 0.9;
  double adam_beta2 = 0.999;
  double adam_epsilon = 1e-8;
  double clip_norm = 1;
  std::string optimizer = "adamw";
  int gradient_accumulation = 1;
  std::string lr_schedule = "constant";
  int warmup_steps = 0;
  int lr_cycles = 1;
  double lr_power = 1;
  double ema_decay = 0;                              // 0: no averaging
  bool ema_warmup = false;
  double ema_power = 2.0 / 3;
  int ema_update_after = 0;
  double min_snr_gamma = 0;                          // 0: off
  bool debiased = false;
  std::string loss = "mse";
  double huber_c = 0.1;
  double noise_offset = 0;
  int multires_noise_iterations = 0;                 // 0: off
  double multires_noise_discount = 0.3;
  std::string timestep_distribution = "uniform";
  double timestep_mean = 0;
  double timestep_spread = 1;
  int timestep_min = 0;
  int timestep_max = 0;                              // 0: as many as the schedule has
  double caption_dropout = 0;
  int rank = 16;
  double alpha = 16;
  bool rslora = false;
  int vectors = 1;
  std::optional<int> resolution;                     // nowhere said: the model's own size
  std::optional<int> batch;                          // nowhere said: 1
  std::optional<int> checkpoint_every;
  std::optional<int> sample_every;
  std::optional<int> probe_every;
  int keep_checkpoints = 2;
  std::int64_t seed = 0;
};

/// How the updates are made from the gradients.
template <class Options, class Visit>
void train_step_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "optimizer", .text = "How gradients become updates; adamw8bit keeps its memory in a quarter of the room.",
              .choices = "adamw|adamw8bit|adafactor|lion|prodigy"}, o.optimizer);
  visit(Field{.key = "gradient_accumulation", .text = "Small batches whose gradients are put together for one step.", .minimum = 1,
              .maximum = 4096}, o.gradient_accumulation);
  visit(Field{.key = "lr_schedule", .text = "How the learning rate runs over the steps, after the warm-up.",
              .choices = "constant|linear|cosine|cosine_restarts|polynomial|rex"}, o.lr_schedule);
  visit(Field{.key = "warmup_steps", .text = "Steps in which the learning rate rises from 0.", .unit = "steps", .minimum = 0,
              .maximum = 1e6}, o.warmup_steps);
  visit(Field{.key = "lr_cycles", .text = "Cycles of cosine_restarts.", .minimum = 1, .maximum = 1000}, o.lr_cycles);
  visit(Field{.key = "lr_power", .text = "Power of polynomial.", .minimum = 0, .maximum = 100}, o.lr_power);
  visit(Field{.key = "ema_decay", .text = "Keep a running average of the weights and save that; 0 is off, 0.999 is usual.", .minimum = 0,
              .maximum = 1}, o.ema_decay);
  visit(Field{.key = "ema_warmup", .text = "Let the average start as 1 - (1 + step)^-power instead of (1 + step) / (10 + step)."},
        o.ema_warmup);
  visit(Field{.key = "ema_power", .text = "Power of that start.", .minimum = 0, .maximum = 10}, o.ema_power);
  visit(Field{.key = "ema_update_after", .text = "Steps before the averaging begins.", .unit = "steps", .minimum = 0, .maximum = 1e6},
        o.ema_update_after);
}

/// What is compared with what, at which noise.
template <class Options, class Visit>
void train_objective_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "min_snr_gamma", .text = "Weigh down the little-noised steps (Min-SNR); 0 is off, 5 is usual.", .minimum = 0,
              .maximum = 1e6}, o.min_snr_gamma);
  visit(Field{.key = "debiased", .text = "Weigh each step by 1 / the square root of its signal-to-noise ratio."}, o.debiased);
  visit(Field{.key = "loss", .text = "huber counts large errors less than mse.", .choices = "mse|huber"}, o.loss);
  visit(Field{.key = "huber_c", .text = "Error from which huber stops squaring.", .minimum = 1e-6, .maximum = 1e6}, o.huber_c);
  visit(Field{.key = "noise_offset", .text = "Adds a constant per channel to the noise, for darker and brighter pictures; 0 is off.",
              .minimum = 0, .maximum = 1}, o.noise_offset);
  visit(Field{.key = "multires_noise_iterations", .text = "Coarser noises added to the noise; 0 is off, 6 is usual.", .minimum = 0,
              .maximum = 16}, o.multires_noise_iterations);
  visit(Field{.key = "multires_noise_discount", .text = "Strength of each coarser noise against the one before.", .minimum = 0,
              .maximum = 1}, o.multires_noise_discount);
  visit(Field{.key = "timestep_distribution", .text = "Which noise levels are practised most.", .choices = "uniform|logit_normal|cosine"},
        o.timestep_distribution);
  visit(Field{.key = "timestep_mean", .text = "Mean of logit_normal; above 0 means more noise.", .minimum = -10, .maximum = 10},
        o.timestep_mean);
  visit(Field{.key = "timestep_spread", .text = "Spread of logit_normal.", .minimum = 0, .maximum = 10}, o.timestep_spread);
  visit(Field{.key = "timestep_min", .text = "Lowest noise level that is practised.", .minimum = 0, .maximum = 99999}, o.timestep_min);
  visit(Field{.key = "timestep_max", .text = "Noise level below which practice stays; 0 takes them all.", .minimum = 0,
              .maximum = 100000}, o.timestep_max);
  visit(Field{.key = "caption_dropout", .text = "Share of photos that are shown without words.", .minimum = 0, .maximum = 1},
        o.caption_dropout);
}

template <class Options, class Visit>
void train_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "preset", .text = "Where unnamed fields get their values.", .level = Level::basic,
              .choices = "quick|balanced|thorough"}, o.preset);
  visit(Field{.key = "method", .text = "full changes the whole model; lora makes a small add-on file; textual_inversion only a word.",
              .level = Level::basic, .choices = "full|lora|textual_inversion"}, o.method);
  visit(Field{.key = "steps", .text = "How many times the model is corrected.", .unit = "steps", .minimum = 1, .maximum = 1e6,
              .level = Level::basic}, o.steps);
  visit(Field{.key = "learning_rate", .text = "How strongly each step corrects the UNet.", .minimum = 0, .maximum = 1e6}, o.learning_rate);
  visit(Field{.key = "text_encoder_learning_rate", .text = "The same for the text encoder; unset follows learning_rate.", .minimum = 0,
              .maximum = 1e6}, o.text_encoder_learning_rate);
  visit(Field{.key = "train_unet", .text = "Teach the part that draws."}, o.train_unet);
  visit(Field{.key = "train_text_encoder", .text = "Teach the part that reads words."}, o.train_text_encoder);
  visit(Field{.key = "prior_preservation", .text = "Keep the kind as it was by teaching the model's own pictures of it beside yours."},
        o.prior_preservation);
  visit(Field{.key = "prior_weight", .text = "Weight of the class pictures in the loss.", .minimum = 0, .maximum = 100}, o.prior_weight);
  visit(Field{.key = "prior_count", .text = "Class pictures to have; missing ones are made.", .unit = "pictures", .minimum = 1,
              .maximum = 100000}, o.prior_count);
  visit(Field{.key = "weight_decay", .text = "AdamW's decoupled decay.", .minimum = 0, .maximum = 1}, o.weight_decay);
  visit(Field{.key = "adam_beta1", .text = "AdamW's first moment.", .minimum = 0, .maximum = 1}, o.adam_beta1);
  visit(Field{.key = "adam_beta2", .text = "AdamW's second moment; 0.99 is usual for lion.", .minimum = 0, .maximum = 1}, o.adam_beta2);
  visit(Field{.key = "adam_epsilon", .text = "AdamW's epsilon.", .minimum = 0, .maximum = 1}, o.adam_epsilon);
  visit(Field{.key = "clip_norm", .text = "Largest joint gradient; 0 switches clipping off.", .minimum = 0, .maximum = 1e9}, o.clip_norm);
  train_step_fields(o, visit);
  train_objective_fields(o, visit);
  visit(Field{.key = "rank", .text = "Size of a LoRA.", .minimum = 1, .maximum = 4096}, o.rank);
  visit(Field{.key = "alpha", .text = "Strength of a LoRA: its change is multiplied by alpha / rank.", .minimum = 0, .maximum = 65536},
        o.alpha);
  visit(Field{.key = "rslora", .text = "Multiply a LoRA's change by alpha / the square root of the rank instead."}, o.rslora);
  visit(Field{.key = "vectors", .text = "Vectors that textual inversion learns for the word.", .minimum = 1, .maximum = 64}, o.vectors);
  visit(Field{.key = "resolution", .text = "Side of the square photos are cut to; unset takes the model's own.", .unit = "pixels",
              .minimum = 8, .maximum = 4096}, o.resolution);
  visit(Field{.key = "batch", .text = "Photos per step; as many class pictures are added.", .minimum = 1, .maximum = 1024}, o.batch);
  visit(Field{.key = "checkpoint_every", .text = "Steps between checkpoints; 0 only at the end.", .unit = "steps", .minimum = 0,
              .maximum = 1e6}, o.checkpoint_every);
  visit(Field{.key = "sample_every", .text = "Steps between sample pictures; 0 none.", .unit = "steps", .minimum = 0, .maximum = 1e6},
        o.sample_every);
  visit(Field{.key = "probe_every", .text = "Steps between probe losses; 0 none.", .unit = "steps", .minimum = 0, .maximum = 1e6},
        o.probe_every);
  visit(Field{.key = "keep_checkpoints", .text = "Newest checkpoints to keep.", .minimum = 1, .maximum = 1000}, o.keep_checkpoints);
  visit(Field{.key = "seed", .text = "Seed of every random draw of the run.", .minimum = 0, .maximum = 4294967295.0}, o.seed);
}
template <class Visit> void fields(TrainOptions& o, Visit&& visit) { train_fields(o, visit); }
template <class Visit> void fields(const TrainOptions& o, Visit&& visit) { train_fields(o, visit); }

}  // namespace likeness::api
