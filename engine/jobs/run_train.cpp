// A training run as a whole: options completed from the preset, the run folder around it, the subject's card at the end.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <optional>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/places.h"
#include "engine/config/json_requests.h"
#include "engine/jobs/run.h"
#include "engine/jobs/read_run.h"
#include "engine/jobs/version.h"
#include "engine/runs/library.h"
#include "engine/runs/run_folder.h"
#include "engine/runs/run_result.h"

namespace likeness::jobs {

namespace {

namespace fs = std::filesystem;

std::string preset_family(const std::string& model) {
  const std::string family = models::describe_model(model, 0).family;
  if (family == "Starter") return "starter";
  return family.starts_with("Stable Diffusion 2") ? "sd2" : "sd1";
}

std::string fresh_run_folder(const api::Train& request) {
  char time[32];
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  std::strftime(time, sizeof time, "%Y%m%d-%H%M%S", &local);
  const std::string stem = (request.subject_id.empty() ? std::string("run") : request.subject_id) + "-" + time;
  fs::path folder = data_home() / "runs" / stem;
  for (int n = 2; fs::exists(folder); ++n) folder = data_home() / "runs" / (stem + "-" + std::to_string(n));
  return folder.string();
}

/// What run.json holds beside the request: enough to make the run again and to see what it was made with.
Json run_json(const train::Prepared& prepared) {
  Json run = config::to_json(prepared.request);
  run["versions"] = version_json();
  run["model_hash"] = prepared.model_hash;
  Json photos = Json::array();
  for (std::size_t i = 0; i < prepared.photos.size(); ++i)
    photos.push_back({{"file", prepared.photos[i]}, {"sha256", prepared.photo_hashes[i]}});
  run["photo_hashes"] = std::move(photos);
  return run;
}

/// A resumed run goes on with the request that it was started with; only the length may be changed.
api::Train resumed_request(const api::Train& asked, const runs::RunFolder& folder) {
  api::Train request;
  std::vector<std::string> warnings;
  config::from_json(request_json(folder), request, warnings);
  if (asked.options.steps) request.options.steps = asked.options.steps;
  request.options.recoveries = std::max(request.options.recoveries, asked.options.recoveries);
  request.compute.device = asked.compute.device;
  request.run_folder = asked.run_folder;
  request.resume = true;
  return request;
}

void require_place(const api::Train& request) {
  if (!request.resume && fs::exists(request.run_folder))
    throw Error(ErrorKind::bad_input, request.run_folder + ": the run folder exists already",
                "Choose another folder, or resume that run.");
}

/// Before the end is told: whoever hears of it may look into the files at once.
void write_ending(const api::TrainFinished& finished) {
  runs::write_result(finished.run_folder, finished);
  if (!finished.subject.id.empty()) runs::write_subject(data_home(), finished.subject);
}

}  // namespace

train::Trained run_train(const api::Train& asked, api::JobContext& outer) {
  api::Train request = asked;
  if (request.run_folder.empty()) request.run_folder = fresh_run_folder(request);
  require_place(request);
  std::optional<runs::RunFolder> folder;
  if (request.resume) {
    folder = runs::RunFolder::open_existing(request.run_folder);
    request = resumed_request(request, *folder);
  } else {
    request.options = config::with_preset(request.options, preset_family(request.model));
    if (!request.draws_file.empty() && !asked.options.prior_preservation) request.options.prior_preservation = false;
    if (!request.draws_file.empty() && !asked.options.steps) request.options.steps = 0;  // as many as the draws hold
  }
  train::Prepared prepared = train::prepare(request, recipe_of, outer);
  if (request.dry_run) return train::teach(prepared, outer);

  if (folder) {
    folder->cut_metrics(prepared.start_step);
    runs::remove_result(prepared.request.run_folder);
  }
  if (!folder) folder = runs::RunFolder::create(prepared.request.run_folder, run_json(prepared));
  std::int64_t newest = prepared.start_step;
  api::JobContext context = outer.with_listener([&folder, &newest](const api::Event& event) {
    if (const auto* metrics = std::get_if<api::Metrics>(&event)) {
      if (!runs::is_scores(*metrics)) {
        if (metrics->step <= newest && newest > 0) folder->cut_metrics(metrics->step - 1);  // the run went back
        newest = metrics->step;
      }
      folder->append(*metrics);
    }
    if (const auto* line = std::get_if<api::LogLine>(&event)) folder->log(line->text);
    if (const auto* finished = std::get_if<api::TrainFinished>(&event)) write_ending(*finished);
  });
  return train::teach(prepared, context);
}

}  // namespace likeness::jobs
