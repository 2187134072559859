// Teaching a subject: DreamBooth (Ruiz et al. 2022) with class-prior preservation, whole model, LoRA or one word's vectors (textual
// inversion), gradient accumulation, learning rate curves, averages of the weights (ema.h), checkpoint and exact resume,
// samples on fixed seeds, probe losses and a verdict that can fail. The VAE is frozen.
// loss = mean over the subject half + prior_weight x mean over the class half, of the squared error against the schedule's target.
// prepare() refuses what cannot work and writes nothing; teach() writes checkpoints/ and samples/ under request.run_folder, which the
// caller has made. Metrics, log and run.json are the caller's, from the events. Threads: the caller's.
// Source: DreamBooth; diffusers examples/dreambooth/train_dreambooth.py (its traps are avoided).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/job_context.h"
#include "engine/generate/generate.h"
#include "engine/models/model.h"

namespace likeness::train {

/// Everything checked and loaded, nothing written.
struct Prepared {
  api::Train request;                        // options complete (config::with_preset has filled the empty ones), resolution included
  std::shared_ptr<models::Model> model;
  std::string model_hash;                    // whole, 64 digits
  std::vector<std::string> photos;           // accepted ones; empty with draws
  std::vector<std::string> photo_hashes;
  std::string class_folder;                  // where class pictures are kept; empty without prior preservation
  std::int64_t start_step = 0;               // of the checkpoint a resumed run goes on from
  generate::Recipe recipe;                   // for samples and class pictures
};

/// Errors: bad_input naming the field or photo; disk_full when the run's checkpoints would not fit.
Prepared prepare(const api::Train& request, const generate::Recipe& recipe, api::JobContext& context);

struct Trained {
  api::TrainFinished finished;               // subject.id, name, kind, token, model or lora_file, step, sample_file filled
  std::vector<std::string> checkpoints;
  std::vector<double> losses, subject_losses, prior_losses, grad_norms, learning_rates;  // one per step of this call
  std::map<std::string, double> abs_sum;     // "unet", "text_encoder": trained components only
};

/// Reports Progress, Metrics, ImageReady (samples, class pictures), CheckpointSaved and TrainFinished. Cancel saves a checkpoint first.
Trained teach(Prepared& prepared, api::JobContext& context);

/// Steps of complete checkpoints (those with a DONE file) under run_folder/checkpoints, ascending.
std::vector<std::int64_t> complete_checkpoints(const std::string& run_folder);

}  // namespace likeness::train
