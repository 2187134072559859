#include "app/cli/verb.h"
#include "engine/models/inspect.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "path", .value_name = "PATH", .text = "A file or folder; its weights are not loaded."});
}

Json run(Call& call) { return models::inspect(call.flags.required("path")); }

}  // namespace

Verb inspect_verb() { return {"inspect", "Says what a file or folder is.", flags, run}; }

}  // namespace likeness::cli
