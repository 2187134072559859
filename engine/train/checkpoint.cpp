#include "engine/train/checkpoint.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/version.h"
#include "engine/train/train.h"

namespace likeness::train {

namespace fs = std::filesystem;

namespace {

constexpr int schema = 1;
constexpr const char* done_file = "DONE";

std::optional<std::int64_t> step_of(const std::string& name) {
  constexpr std::string_view start = "step-";
  const std::string digits = name.starts_with(start) ? name.substr(start.size()) : std::string();
  if (digits.size() < 6 || digits.size() > 12 || digits.find_first_not_of("0123456789") != std::string::npos) return {};
  return std::stoll(digits);
}

/// Removed again when the writing fails, so that a full disk leaves nothing behind.
class AsideFolder {
 public:
  explicit AsideFolder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    make_folders(path_);
  }
  ~AsideFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  AsideFolder(const AsideFolder&) = delete;
  AsideFolder& operator=(const AsideFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Json number(double value) { return value == value ? Json(value) : Json(); }
double number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? api::kNotMeasured : found->get<double>();
}

Json state_json(const Checkpoints& checkpoints, const Position& position) {
  return {{"schema", schema},
          {"step", position.step},
          {"samples_owed", position.samples_owed},
          {"probe_at_start", number(position.probe_at_start.subject)},
          {"probe_prior_at_start", number(position.probe_at_start.prior)},
          {"seconds", position.seconds},
          {"scores", scores_json(position.scores)},
          {"pieces", position.pieces},
          {"recoveries", position.recoveries},
          {"threads", at::get_num_threads()},
          {"versions", {{"likeness", kVersion}, {"libtorch", TORCH_VERSION}, {"cpu_features", at::get_cpu_capability()}}},
          {"shared", checkpoints.shared}};
}

Json shared_options(const api::TrainOptions& options) {
  const std::set<std::string_view> may_change = {"preset", "steps", "checkpoint_every", "sample_every", "probe_every",
                                                 "keep_checkpoints", "early_stop", "recoveries"};
  Json shared = Json::object();
  api::fields(options, [&](const api::Field& field, const auto& value) {
    if (may_change.contains(field.key)) return;
    if constexpr (requires { value.has_value(); }) shared[std::string(field.key)] = value ? Json(*value) : Json();
    else shared[std::string(field.key)] = value;
  });
  return shared;
}

/// A checkpoint from before an option existed was made with its default.
void require_same_run(const Json& saved, const Json& now, const fs::path& file) {
  const Json defaults = shared_options({});
  for (const auto& item : now.items()) {
    const Json before = saved.value(item.key(), defaults.value(item.key(), Json()));
    if (before == item.value()) continue;
    throw Error(ErrorKind::bad_input,
                file.string() + ": " + item.key() + ": the run began with " + before.dump() + ", found " + item.value().dump() + ".",
                "Resume with the options, photos and model that the run began with, or start a new run.");
  }
}

Json read_state_json(const fs::path& folder) {
  const fs::path file = folder / "state.json";
  Json json = read_json_file(file);
  if (!json.is_object() || json.value("schema", 0) != schema) {
    throw Error(ErrorKind::bad_input, file.string() + ": schema: expected " + std::to_string(schema) + ", found " +
                                          (json.is_object() ? json.value("schema", Json()).dump() : "no object") + ".",
                "The checkpoint is of another version of Likeness.");
  }
  return json;
}

/// The newest ones, the likest among them if it is older: teaching too long must not cost the best that was learnt.
void keep_newest(const fs::path& checkpoints, int keep, const std::vector<ScoredStep>& scores) {
  std::vector<std::int64_t> steps = complete_checkpoints(checkpoints.parent_path().string());
  const auto choice = recommend(scores, steps);
  if (choice && keep >= 2 && !scores.empty())
    std::stable_partition(steps.begin(), steps.end() - 1, [&choice](std::int64_t step) { return step != choice->step; });
  for (std::size_t i = 0; i + static_cast<std::size_t>(keep) < steps.size(); ++i) {
    const fs::path folder = checkpoint_folder(checkpoints, steps[i]);
    fs::remove(folder / done_file);  // first: half a folder must not look complete
    fs::remove_all(folder);
  }
}

}  // namespace

fs::path checkpoint_folder(const fs::path& checkpoints, std::int64_t step) {
  char name[32];
  std::snprintf(name, sizeof name, "step-%06" PRId64, step);
  return checkpoints / name;
}

std::vector<std::int64_t> complete_checkpoints(const std::string& run_folder) {
  std::vector<std::int64_t> steps;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(fs::path(run_folder) / "checkpoints", error)) {
    const auto step = step_of(entry.path().filename().string());
    if (step && fs::exists(entry.path() / done_file, error)) steps.push_back(*step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

void remove_leftovers(const fs::path& checkpoints) {
  std::error_code error;
  std::vector<fs::path> leftovers;
  for (const auto& entry : fs::directory_iterator(checkpoints, error)) {
    const bool hidden = entry.path().filename().string().starts_with(".");
    const bool unfinished = step_of(entry.path().filename().string()) && !fs::exists(entry.path() / done_file, error);
    if (hidden || unfinished) leftovers.push_back(entry.path());
  }
  for (const fs::path& path : leftovers) fs::remove_all(path);
}

fs::path write_checkpoint(const Checkpoints& checkpoints, const Position& position, const Trainee& trainee,
                          const tensor::TensorMap& state) {
  const fs::path target = checkpoint_folder(checkpoints.folder, position.step);
  if (fs::exists(target / done_file)) return target;
  make_folders(checkpoints.folder);
  require_disk_space(checkpoints.folder, checkpoints.bytes);
  const AsideFolder aside(checkpoints.folder / ("." + target.filename().string() + ".part"));
  write_weights(trainee, aside.path(), {{"likeness_step", std::to_string(position.step)}});
  tensor::write_tensors(aside.path() / "state.safetensors", state);
  write_json_file(aside.path() / "state.json", state_json(checkpoints, position));
  sync_folder(aside.path());
  fs::remove_all(target);
  rename_folder(aside.path(), target);
  write_file(target / done_file, "");
  keep_newest(checkpoints.folder, checkpoints.keep, position.scores);
  return target;
}

Restored read_checkpoint(const Checkpoints& checkpoints, std::int64_t step, Trainee& trainee) {
  const fs::path folder = checkpoint_folder(checkpoints.folder, step);
  const Json json = read_state_json(folder);
  require_same_run(json.value("shared", Json::object()), checkpoints.shared, folder / "state.json");
  Restored restored;
  restored.state_file = folder / "state.safetensors";
  restored.state = tensor::read_tensors(restored.state_file);
  read_weights(trainee, folder);
  Position& position = restored.position;
  position.step = json.value("step", step);
  position.samples_owed = json.value("samples_owed", false);
  position.probe_at_start = {.subject = number_of(json, "probe_at_start"), .prior = number_of(json, "probe_prior_at_start")};
  position.seconds = json.value("seconds", 0.0);
  position.scores = scores_from_json(json.value("scores", Json::array()));
  position.pieces = std::max<std::int64_t>(1, json.value("pieces", std::int64_t{1}));
  position.recoveries = json.value("recoveries", 0);
  return restored;
}

int checkpoint_threads(const fs::path& checkpoints, std::int64_t step) {
  return read_state_json(checkpoint_folder(checkpoints, step)).value("threads", 0);
}

Json shared_by_resumed_runs(const api::Train& request, const std::string& model_hash, const std::vector<std::string>& photo_hashes) {
  Json shared = shared_options(request.options);
  shared.update({{"model_hash", model_hash}, {"photo_hashes", photo_hashes}, {"kind", request.kind}, {"token", request.token}});
  return shared;
}

}  // namespace likeness::train
