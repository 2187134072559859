// The options of teaching a subject: defaults, limits and meaning, each field once.
// Plain values; whether a combination makes sense for a model is checked by the job that uses them (Error{bad_input} with the field).
// Numbers and terms: diffusers, kohya, OneTrainer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/api/field.h"

namespace likeness::api {

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
  int lora_conv_rank = 0;                            // 0: convolutions stay as they are
  double lora_dropout = 0;
  bool dora = false;
  int vectors = 1;
  bool new_word = false;                             // beside lora (pivotal tuning) or full with train_only (custom diffusion)
  std::optional<double> word_learning_rate;          // empty: learning_rate
  double word_until = 1;                             // share of the steps
  std::string train_only = "all";
  std::string unet_parts;                            // "mid, up=5e-6"; empty: all
  std::string text_encoder_parts;
  bool gradient_checkpointing = false;
  int recoveries = 0;
  std::optional<int> resolution;                     // nowhere said: the model's own size
  std::optional<int> batch;                          // nowhere said: 1
  std::optional<int> checkpoint_every;
  std::optional<int> sample_every;
  std::optional<int> probe_every;
  int keep_checkpoints = 2;
  int early_stop = 0;                                // 0: off
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

/// What beside the whole model can learn, and which parts of it do.
template <class Options, class Visit>
void train_method_fields(Options& o, Visit&& visit) {
  visit(Field{.key = "rank", .text = "Size of a LoRA.", .minimum = 1, .maximum = 4096}, o.rank);
  visit(Field{.key = "alpha", .text = "Strength of a LoRA: its change is multiplied by alpha / rank.", .minimum = 0, .maximum = 65536},
        o.alpha);
  visit(Field{.key = "rslora", .text = "Multiply a LoRA's change by alpha / the square root of the rank instead."}, o.rslora);
  visit(Field{.key = "lora_conv_rank", .text = "Size of a LoRA on the UNet's convolutions (LoCon); 0 leaves them alone.", .minimum = 0,
              .maximum = 4096}, o.lora_conv_rank);
  visit(Field{.key = "lora_dropout", .text = "Share of a LoRA's inputs that are left out at random while learning.", .minimum = 0,
              .maximum = 0.95}, o.lora_dropout);
  visit(Field{.key = "dora", .text = "Let a LoRA learn lengths and directions of the weights apart (DoRA)."}, o.dora);
  visit(Field{.key = "vectors", .text = "Vectors that are learnt for a new word.", .minimum = 1, .maximum = 64}, o.vectors);
  visit(Field{.key = "new_word", .text = "Learn a new word beside a LoRA (pivotal tuning), or beside train_only (custom diffusion)."},
        o.new_word);
  visit(Field{.key = "word_learning_rate", .text = "Learning rate of the new word; unset follows learning_rate.", .minimum = 0,
              .maximum = 1e6}, o.word_learning_rate);
  visit(Field{.key = "word_until", .text = "Share of the steps in which the new word learns; afterwards it stays.", .minimum = 0,
              .maximum = 1}, o.word_until);
  visit(Field{.key = "train_only", .text = "Teach only how the UNet reads words: keys and values of its cross attention.",
              .choices = "all|cross_attention|cross_attention_kv"}, o.train_only);
  visit(Field{.key = "unet_parts", .text = "Parts of the UNet that learn, some with their own learning rate: mid, up=5e-6; unset: all."},
        o.unet_parts);
  visit(Field{.key = "text_encoder_parts", .text = "The same for the text encoder: words, layers.10, layers.11=1e-6; unset: all."},
        o.text_encoder_parts);
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
  train_method_fields(o, visit);
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
  visit(Field{.key = "early_stop", .text = "Stop when so many sample columns in a row brought no more likeness; 0 is off.",
              .unit = "columns", .minimum = 0, .maximum = 1000}, o.early_stop);
  visit(Field{.key = "gradient_checkpointing", .text = "Work parts of each step out twice instead of keeping them: slower, less memory."},
        o.gradient_checkpointing);
  visit(Field{.key = "recoveries", .text = "How often a run that went astray goes back to its last checkpoint and on at half the rate.",
              .minimum = 0, .maximum = 16}, o.recoveries);
  visit(Field{.key = "seed", .text = "Seed of every random draw of the run.", .minimum = 0, .maximum = 4294967295.0}, o.seed);
}
template <class Visit> void fields(TrainOptions& o, Visit&& visit) { train_fields(o, visit); }
template <class Visit> void fields(const TrainOptions& o, Visit&& visit) { train_fields(o, visit); }

}  // namespace likeness::api
