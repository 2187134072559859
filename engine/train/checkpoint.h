// Checkpoints: folders run/checkpoints/step-000500, written aside under a hidden name, flushed, renamed, and complete only with the
// file DONE, which is written last. Inside: usable weights (trainee.h), state.safetensors (moments, generator, data position) and
// state.json (step, figures, threads, versions, the options that a resumed run must share).
// Errors: disk_full before anything is written; bad_input for a folder of another run, naming the field.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/requests.h"
#include "engine/base/json.h"
#include "engine/tensor/files.h"
#include "engine/train/probe.h"
#include "engine/train/recommend.h"
#include "engine/train/trainee.h"

namespace likeness::train {

/// Where a run stands, beside its tensors.
struct Position {
  std::int64_t step = 0;
  bool samples_owed = false;     // cancelled while the step's samples were being made
  ProbeLosses probe_at_start;    // of the untouched model; NaN when not measured
  double seconds = 0;            // since the run began, pauses excluded
  std::vector<ScoredStep> scores;  // of the sample columns so far
  std::int64_t pieces = 1;       // of a batch, because memory ran out once (pieces.h)
  int recoveries = 0;            // times that the run went back; each halved the rates
};

struct Checkpoints {
  std::filesystem::path folder;  // run_folder/checkpoints
  std::uint64_t bytes = 0;       // of one
  int keep = 2;                  // the newest ones; with 2 or more the one that the scores recommend takes the oldest's place
  Json shared;                   // what a resumed run must have in common with it
};

/// Writes the step's checkpoint unless it is there already, then removes the oldest ones. Returns its folder.
std::filesystem::path write_checkpoint(const Checkpoints& checkpoints, const Position& position, const Trainee& trainee,
                                       const tensor::TensorMap& state);

struct Restored {
  Position position;
  std::filesystem::path state_file;
  tensor::TensorMap state;
};

/// Weights go into `trainee`.
Restored read_checkpoint(const Checkpoints& checkpoints, std::int64_t step, Trainee& trainee);

/// Threads that the checkpoint's run computed with: other counts give other last digits.
int checkpoint_threads(const std::filesystem::path& checkpoints, std::int64_t step);

std::filesystem::path checkpoint_folder(const std::filesystem::path& checkpoints, std::int64_t step);

/// Removes what a killed run left half-written.
void remove_leftovers(const std::filesystem::path& checkpoints);

/// The options and inputs that must not change in the middle of a run.
Json shared_by_resumed_runs(const api::Train& request, const std::string& model_hash, const std::vector<std::string>& photo_hashes);

}  // namespace likeness::train
