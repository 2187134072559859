#include <algorithm>
#include <sstream>

#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/jobs/run.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  set.add({.key = "model", .value_name = "PATH", .text = "A diffusers folder, a single file, or starter for the built-in model. (starter)"})
      .add({.key = "prompt", .value_name = "TEXT", .text = "What to draw.", .repeats = true})
      .add({.key = "from_file", .value_name = "FILE", .text = "A text file with one prompt a line, instead of --prompt."})
      .add({.key = "negative", .value_name = "TEXT", .text = "What to keep out of the picture."})
      .add({.key = "vae", .value_name = "PATH", .text = "Another autoencoder instead of the model's own: a file or folder."})
      .add(lora_flag())
      .add(embedding_flag())
      .add({.key = "ids", .value_name = "FILE", .text = "Token ids (ids, negative_ids) instead of a prompt."})
      .add({.key = "out", .value_name = "DIR", .text = "Folder for the pictures; none there is overwritten. (.)"})
      .add({.key = "grid", .kind = config::Flag::Kind::yes_no, .text = "Also write one sheet of all the pictures."})
      .add({.key = "x", .value_name = "FIELD=VALUES", .text = "A labelled sheet, a column a value: guidance=1,4,7.5 or steps=10-30 (+10)."})
      .add({.key = "y", .value_name = "FIELD=VALUES", .text = "The same with a row a value; prompt=dog,cat replaces words."})
      .add({.key = "z", .value_name = "FIELD=VALUES", .text = "The same with a block a value."})
      .add({.key = "dump_latents", .value_name = "FILE", .text = "Also write the latents and unclamped pixels as safetensors."});
  return set.add_fields(api::SampleOptions{}).add_fields(api::PictureOptions{});
}

std::vector<std::string> prompts_from_file(const std::string& path) {
  std::vector<std::string> prompts;
  std::istringstream lines(read_file(path, 16u << 20));
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) prompts.push_back(line);
  }
  if (prompts.empty()) throw Error(ErrorKind::bad_input, path + ": no prompt in this file", "Write one prompt a line.");
  return prompts;
}

std::vector<api::GridAxis> axes(const config::Flags& given) {
  std::vector<api::GridAxis> found;
  for (const char* key : {"x", "y", "z"}) {
    if (!given.has(key)) continue;
    const std::string text = given.text(key);
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
      throw Error(ErrorKind::usage, "--" + std::string(key) + ": expected FIELD=VALUES, found \"" + text + "\"");
    std::string field = text.substr(0, equals);
    std::replace(field.begin(), field.end(), '-', '_');
    found.push_back({field, text.substr(equals + 1)});
  }
  return found;
}

Json run(Call& call) {
  const config::Flags& given = call.flags;
  given.exclude({"prompt", "from_file", "ids"});
  given.exclude({"negative", "ids"});
  api::Generate request;
  request.model = given.text("model", "starter");
  request.prompts = given.has("from_file") ? prompts_from_file(given.text("from_file")) : given.all("prompt");
  request.ids_file = given.text("ids");
  if (request.prompts.empty() && request.ids_file.empty())
    throw Error(ErrorKind::usage, "No prompt was given.", "Add --prompt \"a photo of a dog on the beach\".");
  request.vae = given.text("vae");
  request.negative = given.text("negative");
  request.loras = loras(given);
  request.embeddings = embeddings(given);
  request.out_folder = given.text("out", ".");
  request.dump_latents_file = given.text("dump_latents");
  request.preview_every = 0;
  request.compute = call.compute;
  given.read(request.sample);
  given.read(request.picture);
  request.grid = given.yes("grid");
  request.axes = axes(given);
  jobs::ModelCache cache;
  const generate::Made made = jobs::run_generate(request, cache, call.context);
  Json result = {{"files", made.files}, {"seeds", made.seeds}, {"seconds", made.seconds}, {"steps_per_second", made.steps_per_second}};
  if (!made.grid.empty()) result["grid"] = made.grid;
  return result;
}

}  // namespace

Verb generate_verb() { return {"generate", "Makes pictures from words.", flags, run}; }

}  // namespace likeness::cli
