#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/train/ema.h"

namespace likeness::cli {

namespace {

constexpr double usual_decay = 0.9999;  // of diffusers' EMAModel, where none is named

config::FlagSet flags() {
  config::FlagSet set;
  return set.add_fields(api::TrainOptions{});
}

Json run(Call& call) {
  api::TrainOptions options;
  options.ema_decay = usual_decay;
  call.flags.read(options);
  call.flags.required("steps");
  std::vector<double> values;
  for (std::int64_t step = 0; step < *options.steps; ++step) values.push_back(train::ema_decay_at(options, step));
  return {{"values", values}};
}

}  // namespace

Verb ema_curve_verb() { return {"ema-curve", "Lists how much of the average each step of a run keeps.", flags, run}; }

}  // namespace likeness::cli
