// merge: LoRAs into a model; with --extract a LoRA out of two models; with --blend a model between two.
#include <ATen/ATen.h>

#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/models/lora_extract.h"

namespace likeness::cli {

namespace {

constexpr const char* two_models = "Needs --base and --tuned.";

config::FlagSet flags() {
  using Kind = config::Flag::Kind;
  config::FlagSet set;
  return set.add({.key = "model", .value_name = "PATH", .text = "The model that LoRAs are merged into. (starter)"})
      .add({.key = "lora", .value_name = "FILE[:STRENGTH]", .text = "A LoRA to merge, strength 1 unless said.", .repeats = true})
      .add({.key = "extract", .kind = Kind::yes_no, .value_name = {},
            .text = std::string("Writes what was taught to a whole model as a LoRA. ") + two_models})
      .add({.key = "blend", .kind = Kind::yes_no, .value_name = {},
            .text = std::string("Writes a model between two, or beyond. ") + two_models})
      .add({.key = "base", .value_name = "PATH", .text = "The model before it was taught."})
      .add({.key = "tuned", .value_name = "PATH", .text = "The model after."})
      .add({.key = "rank", .kind = Kind::number, .value_name = "N", .text = "Rank of the extracted LoRA. (16)"})
      .add({.key = "naming", .value_name = "kohya|diffusers", .text = "Names in the extracted LoRA's file. (kohya)"})
      .add({.key = "strength", .kind = Kind::number, .value_name = "X", .text = "0 is the base, 1 the tuned model. (0.5)"})
      .add({.key = "out", .value_name = "PATH",
            .text = "The model folder to write, in F32 unless --dtype says otherwise; for --extract the LoRA's file."});
}

/// Weights are worked out in float32 whatever is written.
std::shared_ptr<models::Model> load(const Call& call, const std::string& path) {
  tensor::Compute compute = prepare_compute(call);
  compute.dtype = at::kFloat;
  auto model = models::load_model(path, compute);
  for (const std::string& warning : model->warnings) call.context.log(warning);
  return model;
}

void save(const Call& call, const models::Model& model, const std::string& out) {
  models::save_model(model, out, call.compute.dtype == "auto" ? at::kFloat : prepare_compute(call).dtype);
}

Json merge_loras(Call& call) {
  const auto uses = loras(call.flags);
  if (uses.empty()) {
    throw Error(ErrorKind::usage, "merge needs --lora, --extract or --blend.", "likeness-cli merge --help shows the options.");
  }
  const std::string out = call.flags.required("out");
  const auto model = load(call, call.flags.text("model", "starter"));
  std::vector<std::string> warnings;
  models::set_loras(*model, uses, warnings);
  for (const std::string& warning : warnings) call.context.log(warning);
  save(call, *model, out);
  return {{"out", out}, {"loras", uses.size()}, {"changed", model->without_loras.size()}, {"warnings", warnings}};
}

models::LoraNaming naming_of(const Call& call) {
  const std::string naming = call.flags.text("naming", "kohya");
  if (naming != "kohya" && naming != "diffusers") {
    throw Error(ErrorKind::bad_input, "--naming: expected kohya or diffusers, found " + naming + ".");
  }
  return naming == "kohya" ? models::LoraNaming::kohya : models::LoraNaming::diffusers;
}

Json extract(Call& call) {
  const std::int64_t rank = call.flags.whole("rank").value_or(16);
  if (rank < 1) throw Error(ErrorKind::bad_input, "--rank: expected at least 1, found " + std::to_string(rank) + ".");
  const models::LoraNaming naming = naming_of(call);
  const std::string out = call.flags.required("out");
  const auto base = load(call, call.flags.required("base")), tuned = load(call, call.flags.required("tuned"));
  std::vector<std::string> left_out;
  const auto pairs = models::extract_lora(*base, *tuned, rank, left_out);
  if (pairs.empty()) throw Error(ErrorKind::bad_input, "The two models have the same layers: there is nothing to extract.");
  auto words = models::lora_words(*base);
  words["modelspec.title"] = base->name + " to " + tuned->name;
  models::save_lora(out, pairs, naming, words);
  return {{"out", out}, {"layers", pairs.size()}, {"rank", rank}, {"left_out", left_out}};
}

Json blend(Call& call) {
  const double strength = call.flags.number("strength").value_or(0.5);
  const std::string out = call.flags.required("out");
  const auto base = load(call, call.flags.required("base")), tuned = load(call, call.flags.required("tuned"));
  models::blend_models(*base, *tuned, strength);
  save(call, *base, out);
  return {{"out", out}, {"strength", strength}};
}

Json run(Call& call) {
  call.flags.exclude({"extract", "blend", "lora"});
  if (call.flags.yes("extract")) return extract(call);
  return call.flags.yes("blend") ? blend(call) : merge_loras(call);
}

}  // namespace

Verb merge_verb() { return {"merge", "Merges LoRAs into a model; extracts a LoRA; blends two models.", flags, run}; }

}  // namespace likeness::cli
