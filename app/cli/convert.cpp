// convert: a model between a diffusers folder and one original file, bit by bit.
#include "engine/models/convert.h"
#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/models/model.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "from", .value_name = "PATH", .text = "A diffusers folder, .safetensors or .ckpt file, or starter."})
      .add({.key = "to", .value_name = "diffusers|single", .text = "A diffusers folder, or one .safetensors file in the original layout."})
      .add({.key = "out", .value_name = "PATH", .text = "The folder or file to write; what is there is replaced."})
      .add({.key = "component", .value_name = "unet|vae|text_encoder", .text = "Only this part of the model."});
}

template <class Value>
Value chosen(const std::string& flag, const std::string& given, std::initializer_list<std::pair<const char*, Value>> choices) {
  std::string names;
  for (const auto& [name, value] : choices) {
    if (given == name) return value;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  throw Error(ErrorKind::usage, flag + ": expected one of " + names + ", found \"" + given + "\".");
}

Json run(Call& call) {
  using models::Component;
  models::Conversion conversion;
  conversion.from = models::model_folder(call.flags.required("from"));
  conversion.layout = chosen<models::ModelLayout>("--to", call.flags.required("to"),
                                                  {{"diffusers", models::ModelLayout::diffusers}, {"single", models::ModelLayout::single}});
  conversion.to = call.flags.required("out");
  if (call.flags.has("component"))
    conversion.component =
        chosen<Component>("--component", call.flags.text("component"),
                          {{"unet", Component::unet}, {"vae", Component::vae}, {"text_encoder", Component::text_encoder}});
  if (call.compute.dtype != "auto")
    conversion.dtype =
        chosen<c10::ScalarType>("--dtype", call.compute.dtype, {{"f32", at::kFloat}, {"bf16", at::kBFloat16}, {"f16", at::kHalf}});
  const models::Converted converted = models::convert(conversion);
  for (const std::string& warning : converted.warnings) call.context.log(warning);
  return {{"out", call.flags.text("out")}, {"mapped", converted.mapped}, {"unknown", converted.unknown}, {"missing", converted.missing}};
}

}  // namespace

Verb convert_verb() { return {"convert", "Turns a model's folder into one file, or back.", flags, run}; }

}  // namespace likeness::cli
