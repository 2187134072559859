#include <filesystem>

#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/config/json_requests.h"
#include "engine/jobs/run.h"
#include "engine/jobs/sweep.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  set.add({.key = "model", .value_name = "PATH", .text = "The model to teach: a diffusers folder, a single file, or starter. (starter)"})
      .add({.key = "photos", .value_name = "PATH", .text = "Photos of the subject: files and folders.", .repeats = true})
      .add({.key = "name", .value_name = "TEXT", .text = "The subject's name: Biscuit."})
      .add({.key = "kind", .value_name = "TEXT", .text = "What it is: dog."})
      .add({.key = "token", .value_name = "WORD", .text = "The rare word that the model learns for it. (sks)"})
      .add({.key = "sample_prompt", .value_name = "TEXT", .text = "A prompt to draw while learning.", .repeats = true})
      .add({.key = "config", .value_name = "FILE", 
            .text = "A .json or .yaml file with these same fields, or a run.json to repeat that run; flags win over it."})
      .add({.key = "run", .value_name = "DIR", .text = "The new run folder."})
      .add({.key = "resume", .value_name = "DIR", .text = "A run folder to go on with, from its newest checkpoint."})
      .add({.key = "draws", .value_name = "FILE", .text = "Tensors that replace every random draw, to compare with another program."})
      .add({.key = "dry_run", .kind = config::Flag::Kind::yes_no,
            .text = "Check everything, measure two steps, tell memory, time and disk of the run, and write nothing."})
      .add({.key = "sweep", .value_name = "FIELD=A,B",
            .text = "A run for each value; several --sweep make a grid. --run is then the folder of all runs and their table.", .repeats = true})
      .add({.key = "sweep_random", .kind = config::Flag::Kind::number, .value_name = "N",
            .text = "Only N combinations, drawn by chance; FIELD=LOW..HIGH draws between limits."});
  return set.add_fields(api::TrainOptions{});
}

api::Train request_from(Call& call) {
  const config::Flags& given = call.flags;
  given.exclude({"run", "resume"});
  given.exclude({"draws", "photos"});
  given.exclude({"draws", "resume"});
  api::Train request;
  if (given.has("config")) {
    std::vector<std::string> warnings;
    Json config = config::read_config_file(given.text("config"));
    if (config.is_object()) {
      for (const char* record : {"versions", "model_hash", "photo_hashes"}) config.erase(record);  // of a run.json
    }
    config::from_json(config, request, warnings);
    for (const std::string& warning : warnings) call.context.log(given.text("config") + ": " + warning);
  }
  const auto take = [&given](const char* key, std::string& value) { value = given.text(key, value); };
  take("model", request.model);
  take("name", request.name);
  take("kind", request.kind);
  take("token", request.token);
  take("draws", request.draws_file);
  if (given.has("photos")) request.photos = given.all("photos");
  if (given.has("sample_prompt")) request.sample_prompts = given.all("sample_prompt");
  request.run_folder = given.text("run", given.text("resume"));
  request.resume = given.has("resume");
  request.dry_run = given.yes("dry_run");
  given.read(request.compute);
  given.read(request.options);
  return request;
}

Json verdict_json(const api::Verdict& verdict) {
  Json checks = Json::array();
  for (const api::VerdictCheck& check : verdict.checks) checks.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
  return {{"ok", verdict.ok}, {"checks", std::move(checks)}};
}

Json recommended_json(const api::Recommendation& recommended) {
  if (recommended.step == 0) return nullptr;
  return {{"step", recommended.step}, {"checkpoint", recommended.folder}, {"reason", recommended.reason}};
}

Json plan_json(const api::TrainFinished& plan) {
  return {{"run", nullptr},
          {"dry_run", true},
          {"memory_bytes", plan.peak_memory_bytes},
          {"disk_bytes", plan.disk_bytes},
          {"seconds", plan.seconds_expected},
          {"steps_per_second", plan.steps_per_second}};
}

Json sweep(Call& call, const api::Train& request) {
  call.flags.exclude({"sweep", "resume"});
  call.flags.required("sweep");
  const std::int64_t random = call.flags.whole("sweep_random").value_or(0);
  if (random < 0 || random > 10000) throw Error(ErrorKind::bad_input, "--sweep-random: expected 0 to 10000, found " + std::to_string(random) + ".");
  jobs::SweepPlan plan{.axes = call.flags.all("sweep"), .random = static_cast<int>(random), .folder = {}};
  if (!request.dry_run) {
    plan.folder = call.flags.required("run");
    if (std::filesystem::exists(plan.folder)) {
      throw Error(ErrorKind::bad_input, plan.folder.string() + ": the folder of the sweep exists already.", "Choose another folder.");
    }
  }
  return jobs::run_sweep(request, plan, call.context);
}

Json run(Call& call) {
  const api::Train request = request_from(call);
  if (call.flags.has("sweep") || call.flags.has("sweep_random")) return sweep(call, request);
  const train::Trained trained = jobs::run_train(request, call.context);
  if (request.dry_run) return plan_json(trained.finished);
  Json result = {{"run", trained.finished.run_folder},
                 {"checkpoints", trained.checkpoints},
                 {"verdict", verdict_json(trained.finished.verdict)},
                 {"recommended", recommended_json(trained.finished.recommended)},
                 {"steps_per_second", trained.finished.steps_per_second},
                 {"peak_memory_bytes", trained.finished.peak_memory_bytes},
                 {"losses", trained.losses},
                 {"grad_norms", trained.grad_norms},
                 {"learning_rates", trained.learning_rates},
                 {"abs_sum", trained.abs_sum}};
  if (!trained.prior_losses.empty()) {
    result["subject_losses"] = trained.subject_losses;
    result["prior_losses"] = trained.prior_losses;
  }
  return result;
}

}  // namespace

Verb train_verb() { return {"train", "Teaches a model a subject from a few photos.", flags, run}; }

}  // namespace likeness::cli
