#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/train/learning_rate.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add_fields(api::TrainOptions{});
}

Json run(Call& call) {
  api::TrainOptions options;
  call.flags.read(options);
  call.flags.required("steps");
  call.flags.required("learning_rate");
  return {{"values", train::rate_curve(options, *options.learning_rate, *options.steps)}};
}

}  // namespace

Verb lr_curve_verb() { return {"lr-curve", "Lists the learning rate of every step of a run.", flags, run}; }

}  // namespace likeness::cli
