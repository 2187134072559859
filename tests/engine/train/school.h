// What the training tests share: a small photo set, a request for the tiny model, a run in this process with everything it reported.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/api/job_context.h"
#include "engine/train/train.h"
#include "tests/support/temporary_folder.h"

namespace likeness::test {

inline const std::string source_folder = LIKENESS_SOURCE_DIR;
inline const std::string tiny_model = source_folder + "/tests/golden/tiny-sd1";
inline const std::string starter_model = source_folder + "/resources/starter";

/// Everything a run told.
struct Told {
  std::vector<api::Metrics> metrics;
  std::vector<api::ImageReady> samples;
  std::vector<api::CheckpointSaved> checkpoints;
  std::vector<api::Progress> progress;
  std::vector<std::string> log;
  api::TrainFinished finished;

  void note(const api::Event& event);
};

/// Three striped pictures in folder/photos.
std::string make_photos(const TemporaryFolder& folder);

/// A complete request: twelve steps of the tiny model in folder/run, prior preservation on, no samples.
api::Train tiny_request(const TemporaryFolder& folder);

/// prepare() and teach(); one thread.
train::Trained teach(const api::Train& request, Told& told);
train::Trained teach(const api::Train& request);

/// All tensors of the safetensors files of a step's checkpoint, as "model/unet/...:name".
std::map<std::string, at::Tensor> checkpoint_tensors(const std::filesystem::path& checkpoint);

/// Names of tensors that are missing in one or differ in a bit.
std::vector<std::string> different(const std::map<std::string, at::Tensor>& one, const std::map<std::string, at::Tensor>& other);

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const api::VerdictCheck* find(const api::Verdict& verdict, const std::string& name);

/// Steps and numbers of a metric list, for comparing bit for bit (seconds left out).
std::string figures(const std::vector<api::Metrics>& metrics);

}  // namespace likeness::test
