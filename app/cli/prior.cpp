#include "app/cli/verb.h"
#include "engine/jobs/run.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  set.add({.key = "model", .value_name = "PATH", .text = "What draws them: a diffusers folder, a single file, or starter. (starter)"})
      .add({.key = "kind", .value_name = "TEXT", .text = "What they show: dog."})
      .add({.key = "out", .value_name = "DIR", .text = "Their folder; only missing pictures are made. (a cache in the data folder)"});
  return set.add_fields(api::SampleOptions{.count = 100, .seed = 0});
}

Json run(Call& call) {
  api::MakePrior request;
  request.model = call.flags.text("model", "starter");
  request.kind = call.flags.required("kind");
  request.folder = call.flags.text("out");
  request.compute = call.compute;
  request.sample.count = request.count;
  request.sample.seed = 0;
  call.flags.read(request.sample);
  request.count = request.sample.count;
  const api::PriorReady ready = jobs::run_prior(request, call.context);
  Json pictures = Json::array();
  for (const api::PriorPicture& picture : ready.pictures)
    pictures.push_back({{"file", picture.file}, {"seed", picture.seed}, {"prompt", picture.prompt}, {"model_hash", picture.model_hash},
                        {"made", picture.made}});
  return {{"folder", ready.folder}, {"pictures", std::move(pictures)}};
}

}  // namespace

Verb prior_verb() { return {"prior", "Makes class pictures, or tops them up.", flags, run}; }

}  // namespace likeness::cli
