#include "engine/runs/run_folder.h"

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <map>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/runs/tensorboard.h"

namespace likeness::runs {

namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kSchema = 1;

double wall_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// One write call, so that a killed process leaves whole lines, or one torn last line that readers pass over.
void append_bytes(const fs::path& file, const std::string& bytes) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const bool written = descriptor >= 0 && ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  if (descriptor >= 0) ::close(descriptor);
  if (!written)
    throw Error(ErrorKind::disk_full, file.string() + ": could not be written", "Free some space on this disk, then continue the run.");
}

fs::path tensorboard_file(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("events.out.tfevents.")) return entry.path();
  return folder / ("events.out.tfevents." + std::to_string(static_cast<std::int64_t>(wall_time())) + ".likeness");
}

std::string scalars_record(const api::Metrics& metrics) {
  std::vector<std::pair<std::string, double>> scalars;
  const Json measured = metrics_json(metrics);
  for (const auto& [key, value] : measured.items())
    if (key != "step" && value.is_number()) scalars.emplace_back(key == "lr" ? "learning_rate" : key, value.get<double>());
  return tensorboard_scalars(wall_time(), metrics.step, scalars);
}

constexpr const char* metrics_file = "metrics.jsonl";
constexpr const char* scores_file = "scores.jsonl";

const char* file_of(const api::Metrics& metrics) { return is_scores(metrics) ? scores_file : metrics_file; }

/// Complete lines only; a torn last line, or one that is no metric, is dropped.
std::vector<api::Metrics> read_metrics(const fs::path& file) {
  std::vector<api::Metrics> all;
  if (!fs::exists(file)) return all;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_object() && json.contains("step")) all.push_back(metrics_from_json(json));
  }
  return all;
}

}  // namespace

RunFolder RunFolder::create(const fs::path& folder, const Json& run) {
  if (fs::exists(folder))
    throw Error(ErrorKind::bad_input, folder.string() + ": the run folder exists already", "Choose another folder, or resume that run.");
  RunFolder made;
  made.folder_ = folder;
  made.run_ = run;
  made.run_["schema"] = kSchema;
  make_folders(folder / "samples");
  make_folders(folder / "checkpoints");
  write_json_file(folder / "run.json", made.run_);
  append_bytes(tensorboard_file(folder), tensorboard_header(wall_time()));
  return made;
}

RunFolder RunFolder::open_existing(const fs::path& folder) {
  if (!fs::exists(folder / "run.json"))
    throw Error(ErrorKind::bad_input, folder.string() + ": no run.json here, so this is not a run folder", "Name the folder of a run.");
  RunFolder opened;
  opened.folder_ = folder;
  opened.run_ = read_json_file(folder / "run.json");
  if (!opened.run_.is_object()) throw Error(ErrorKind::bad_input, (folder / "run.json").string() + ": expected a JSON object");
  const Json schema = opened.run_.value("schema", Json(kSchema));
  if (!schema.is_number_integer() || schema.get<std::int64_t>() > kSchema)
    throw Error(ErrorKind::unsupported, (folder / "run.json").string() + " was written by a newer version of Likeness.",
                "Update Likeness to continue this run.");
  return opened;
}

void RunFolder::append(const api::Metrics& metrics) {
  append_bytes(folder_ / file_of(metrics), metrics_json(metrics).dump() + "\n");
  append_bytes(tensorboard_file(folder_), scalars_record(metrics));
}

void RunFolder::log(const std::string& line) { append_bytes(folder_ / "log.txt", line + "\n"); }

std::vector<api::Metrics> RunFolder::metrics() const {
  std::vector<api::Metrics> all = read_metrics(folder_ / metrics_file);
  for (const api::Metrics& scores : read_metrics(folder_ / scores_file)) all.push_back(scores);
  return all;
}

std::vector<std::int64_t> RunFolder::checkpoints() const {
  std::vector<std::int64_t> steps;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_ / "checkpoints", none)) {
    std::int64_t step = 0;
    if (std::sscanf(entry.path().filename().c_str(), "step-%" SCNd64, &step) == 1 && fs::exists(entry.path() / "DONE", none))
      steps.push_back(step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

void RunFolder::cut_metrics(std::int64_t step) {
  std::vector<api::Metrics> kept = metrics();
  std::erase_if(kept, [step](const api::Metrics& metrics) { return metrics.step > step; });
  std::map<std::string, std::string> lines = {{metrics_file, {}}, {scores_file, {}}};
  std::string events = tensorboard_header(wall_time());
  for (const api::Metrics& metrics : kept) {
    lines[file_of(metrics)] += metrics_json(metrics).dump() + "\n";
    events += scalars_record(metrics);
  }
  for (const auto& [file, text] : lines)
    if (!text.empty() || fs::exists(folder_ / file)) write_file(folder_ / file, text);
  write_file(tensorboard_file(folder_), events);
}

}  // namespace likeness::runs
