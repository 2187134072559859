// What the engine tells: one variant of plain structs, each with the job it belongs to. Delivered by Engine::drain in order.
// An undelivered Progress of a job is overwritten by the next; nothing else is dropped (of LogLine only the newest 1000 are kept).
// NaN in a loss means "not measured at this step".
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/api/requests.h"
#include "engine/api/scores.h"
#include "engine/api/types.h"

namespace likeness::api {

enum class State { queued, running, paused, done, cancelled, failed };

struct JobState {
  JobId job = 0;
  State state = State::queued;
  ErrorText error;                         // set when failed
};

/// What a job is doing, in the order a training run passes through them.
enum class Phase { loading_model, checking_photos, making_class_pictures, caching_latents, sampling, decoding, learning, probing,
                   saving, verifying, hashing, measuring };

struct Progress {
  JobId job = 0;
  Phase phase = Phase::loading_model;
  std::int64_t step = 0;                   // done so far, of total
  std::int64_t total = 0;                  // 0: unknown
  double steps_per_second = 0;             // of this phase, pauses excluded; 0: not known yet
  double seconds_left = -1;                // of this phase; -1: not known yet
};

/// One optimizer step; the numbers of metrics.jsonl (scores: of scores.jsonl).
struct Metrics {
  JobId job = 0;
  std::int64_t step = 0;                   // steps done, from 1 on; 0 only for probes of the untouched model
  double loss = kNotMeasured;              // subject + prior_weight x prior
  double subject_loss = kNotMeasured;
  double prior_loss = kNotMeasured;
  double probe_loss = kNotMeasured;        // fixed noise and timesteps, on the photos
  double probe_prior_loss = kNotMeasured;  // the same on the class pictures
  double learning_rate = kNotMeasured;
  double grad_norm = kNotMeasured;         // before clipping
  double seconds = kNotMeasured;           // since the run began, pauses excluded
  double likeness = kNotMeasured;          // of the step's sample pictures, as Scores; a line of their own, after the step's
  double likeness_low = kNotMeasured;
  double likeness_high = kNotMeasured;
  double prompt_following = kNotMeasured;
  double prior_drift = kNotMeasured;
  double diversity = kNotMeasured;
  double copying = kNotMeasured;
};

/// What a finished picture was made of; `request` makes exactly this picture again (one prompt, count 1, its own seed).
struct PictureInfo {
  std::string file;
  Generate request;
  std::string resolved_prompt;             // as the model read it
  std::string parameters;                  // A1111 text
  std::string model_name;
  std::string model_hash;                  // first 10 hexadecimal digits
  int width = 0;
  int height = 0;
  std::int64_t modified_ms = 0;            // since 1970, of the file
  bool partial = false;                    // interrupted before its last step
};

enum class ImageKind { preview, final, sample, class_picture, sheet };

struct ImageReady {
  JobId job = 0;
  ImageKind kind = ImageKind::preview;
  int index = 0;                           // of the picture in the job; of the prompt for samples
  std::int64_t step = 0;                   // sampling step of a preview; training step of a sample
  std::string file;                        // empty for previews
  SharedPixels pixels;
  PictureInfo picture;                     // filled for finished pictures, samples and sheets (whose request has the axes)
};

struct CheckpointSaved {
  JobId job = 0;
  std::int64_t step = 0;
  std::string folder;
};

struct PhotoReport {
  std::string file;
  int width = 0;                           // after rotation
  int height = 0;
  int rotation = 0;                        // clockwise degrees applied: 0, 90, 180, 270
  double sharpness = 0;                    // variance of the Laplacian at 512 pixels
  std::string duplicate_of;                // file, or empty
  bool accepted = false;
  std::string reason;                      // one sentence when not accepted
  std::vector<std::string> advice;         // sentences about a usable photo
  SharedPixels thumbnail;                  // longest side 192; null when it is no picture
};

struct PhotosChecked {
  JobId job = 0;
  std::string subject_id;                  // of ImportPhotos; empty for LookAtPhotos
  std::vector<PhotoReport> photos;
};

struct PriorPicture {
  std::string file;
  std::int64_t seed = 0;
  std::string prompt;
  std::string model_hash;
  bool made = false;                       // false: it was there and was reused
};

struct PriorReady {
  JobId job = 0;
  std::string folder;
  std::vector<PriorPicture> pictures;
};

struct VerdictCheck {
  std::string name;                        // "steps_done", "losses_finite", "probe_fell", "weights_differ", "files_reopen",
  bool ok = false;                         // "token_matters", "class_kept"
  std::string detail;                      // one sentence with the figures
};

struct Verdict {
  bool ok = false;
  std::vector<VerdictCheck> checks;
};

/// A taught subject as subject.json in its folder has it.
struct SubjectInfo {
  std::string id;
  std::string name;
  std::string kind;
  std::string token;
  std::string method;                      // "full", "lora", "textual_inversion"
  std::string base_model;                  // path or "starter"
  std::string base_model_hash;
  std::string model;                       // what Generate::model gets: the taught folder, or the base for a LoRA
  std::string lora_file;                   // of a LoRA, else empty
  std::string embedding_file;              // of a newly learnt word, else empty; the word is `token`
  std::string run_folder;
  std::int64_t step = 0;
  std::string photo_file;                  // first photo
  std::string sample_file;                 // newest sample; may be empty
  bool taught = false;                     // false: photos only, or a run that has not finished
  std::int64_t modified_ms = 0;
};

struct TrainFinished {
  JobId job = 0;
  std::string run_folder;
  SubjectInfo subject;
  Verdict verdict;
  Recommendation recommended;
  double steps_per_second = 0;
  std::uint64_t peak_memory_bytes = 0;     // of a dry run: what the whole run is expected to need
  std::uint64_t disk_bytes = 0;            // dry run only: checkpoints and samples at their most
  double seconds_expected = 0;             // dry run only: of the whole run
};

struct ModelInfo {
  std::string path;                        // as Generate::model takes it
  std::string name;
  std::string family;                      // "Starter", "Stable Diffusion 1.x", "SDXL" ...
  bool usable = false;
  std::string reason;                      // one sentence when not usable
  std::uint64_t bytes = 0;                 // of the weights on disk
  std::uint64_t memory_bytes = 0;          // estimated to make a picture of its own size
  bool fits = false;                       // in the chosen device's free memory
  int own_size = 0;                        // pixels
  int tokens = 0;                          // words' room per prompt, start and end left out
  std::vector<std::string> kinds;          // known kinds where the model lists them (the starter's concepts.json)
  std::vector<std::string> places;
};

struct ModelsListed { JobId job = 0; std::vector<ModelInfo> models; };
struct SubjectsListed { JobId job = 0; std::vector<SubjectInfo> subjects; };
struct PicturesListed { JobId job = 0; std::vector<PictureInfo> pictures; };

/// What a picture says about how it was made. In `picture.request` stands what can be set here; of another program's picture the model
/// is empty there and named in `model_name`. Files it was made from are not looked for.
struct PictureRead {
  JobId job = 0;
  std::string source;                      // "likeness", "a1111", "swarmui", "fooocus", "invokeai", "comfyui"; empty: nothing found
  PictureInfo picture;
  std::vector<std::string> left_out;       // "ControlNet Enabled", "sampler dpm_fast": parts without a counterpart here
  SharedPixels pixels;                     // upright, longest side at most 1024; picture.width and height are the file's own
};

struct WeightsRead {
  JobId job = 0;
  std::string file;
  std::string kind;                        // as `inspect` has it: "lora", "embedding", "component", "single_file", "diffusers", "other"
  std::vector<std::string> components;     // "vae" ...
};

struct DeviceStatus {
  JobId job = 0;
  std::string name;                        // "CPU, 2 cores", "NVIDIA H100"
  bool gpu = false;
  std::uint64_t memory_total = 0;          // of the device (system memory for a CPU)
  std::uint64_t memory_ours = 0;
  std::uint64_t memory_others = 0;
  std::string note;                        // why no GPU is used, when that needs saying
};

/// A run folder read back: as much as is there, a run that was killed included.
struct RunRead {
  JobId job = 0;
  Train request;                           // as it was started
  std::vector<Metrics> metrics;            // in the order of writing
  std::vector<std::int64_t> checkpoints;   // complete ones, rising
  std::vector<ImageReady> samples;         // by step, then index
  bool finished = false;                   // the run reached its end; then `result` holds its verdict
  TrainFinished result;
};

struct LogLine { JobId job = 0; std::string text; };

using Event = std::variant<JobState, Progress, Metrics, ImageReady, CheckpointSaved, PhotosChecked, PriorReady, TrainFinished,
                           ModelsListed, SubjectsListed, PicturesListed, DeviceStatus, RunRead, PictureRead,
                           WeightsRead, Evaluated, LogLine>;

}  // namespace likeness::api
