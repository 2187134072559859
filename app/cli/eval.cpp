#include <cmath>

#include "app/cli/verb.h"
#include "engine/jobs/run.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set
      .add({.key = "real", .value_name = "PATH", .text = "Photos of the subject: two or more, files and folders.", .repeats = true})
      .add({.key = "generated", .value_name = "PATH", .text = "Pictures of the subject to measure: files and folders.", .repeats = true})
      .add({.key = "model", .value_name = "PATH", .text = "The model as it was before teaching; it measures. (starter)"})
      .add({.key = "class_generated", .value_name = "PATH", .text = "Pictures of the kind by the taught model, for the prior drift.",
            .repeats = true})
      .add({.key = "kind", .value_name = "TEXT", .text = "What the subject is: dog. (as the pictures' own text says)"})
      .add({.key = "token", .value_name = "WORD", .text = "The word that the model was taught for it. (sks)"})
      .add({.key = "prompt", .value_name = "TEXT", .text = "The prompt of pictures that carry none."})
      .add({.key = "seed", .kind = config::Flag::Kind::number, .value_name = "N", .text = "Of the intervals' random draws. (0)"});
}

Json json_of(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json run(Call& call) {
  call.flags.required("real");
  call.flags.required("generated");
  const api::Evaluate request{.model = call.flags.text("model", "starter"),
                              .real = call.flags.all("real"),
                              .generated = call.flags.all("generated"),
                              .class_generated = call.flags.all("class_generated"),
                              .kind = call.flags.text("kind"),
                              .token = call.flags.text("token", "sks"),
                              .prompt = call.flags.text("prompt"),
                              .seed = call.flags.whole("seed").value_or(0),
                              .compute = call.compute};
  const api::Evaluated measured = jobs::run_evaluate(request, call.context);
  Json result = Json::object(), intervals = Json::object();
  const auto put = [&](const char* name, const api::Measure& measure) {
    result[name] = json_of(measure.value);
    intervals[name] = std::isfinite(measure.low) ? Json{measure.low, measure.high} : Json();
  };
  put("likeness", measured.scores.likeness);
  put("prompt_following", measured.scores.prompt_following);
  put("prior_drift", measured.scores.prior_drift);
  put("diversity", measured.scores.diversity);
  put("copying", measured.scores.copying);
  result["intervals"] = std::move(intervals);
  result["pictures"] = {{"real", measured.real}, {"generated", measured.generated}, {"class_generated", measured.class_generated}};
  result["kind"] = measured.kind;
  result["warnings"] = measured.warnings;
  return result;
}

}  // namespace

Verb eval_verb() { return {"eval", "Measures how well a subject was learnt, in percent, with 95 % intervals.", flags, run}; }

}  // namespace likeness::cli
