#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/config/json_requests.h"
#include "engine/jobs/run.h"

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
      .add({.key = "dry_run", .kind = config::Flag::Kind::yes_no, .text = "Check everything and write nothing."});
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

Json run(Call& call) {
  const api::Train request = request_from(call);
  const train::Trained trained = jobs::run_train(request, call.context);
  if (request.dry_run) return {{"run", nullptr}, {"dry_run", true}};
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
