// The run folder: run.json (request, versions, hashes), metrics.jsonl (one line a step), scores.jsonl (one line a column of samples),
// TensorBoard events, samples/, checkpoints/, log.txt. Everything is appended or replaced atomically, so a run may be killed at any moment.
// The checkpoints themselves are written by the training room; after a kill, cut_metrics() drops what came after the newest one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/events.h"
#include "engine/base/json.h"

namespace likeness::runs {

class RunFolder {
 public:
  /// Makes the folder with run.json; Error{bad_input} when it exists.
  static RunFolder create(const std::filesystem::path& folder, const Json& run);

  /// Error{bad_input} when it is not a run folder, or of a newer schema than this program knows.
  static RunFolder open_existing(const std::filesystem::path& folder);

  const std::filesystem::path& path() const { return folder_; }
  const Json& run() const { return run_; }

  void append(const api::Metrics& metrics);          // a line of metrics.jsonl or scores.jsonl, and TensorBoard scalars
  void log(const std::string& line);

  /// What metrics.jsonl and then scores.jsonl hold, in the order of writing; a torn line is passed over.
  std::vector<api::Metrics> metrics() const;

  /// Steps of the checkpoints that are complete, rising.
  std::vector<std::int64_t> checkpoints() const;

  /// Forgets metrics of steps after `step`.
  void cut_metrics(std::int64_t step);

 private:
  std::filesystem::path folder_;
  Json run_;
};

/// Told after a column of samples was measured: likeness and its companions, no losses.
bool is_scores(const api::Metrics& metrics);

/// One line of metrics.jsonl or scores.jsonl and back; a value that was not measured is left out.
Json metrics_json(const api::Metrics& metrics);
api::Metrics metrics_from_json(const Json& json);

}  // namespace likeness::runs
