#include "engine/models/convert_source.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/models/components.h"
#include "engine/models/families.h"
#include "engine/models/name_list.h"
#include "engine/models/single_file_config.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

/// Exactly the tensors that the model needs, under diffusers' current names; the others are unknown.
Part checked_part(const fs::path& path, Component component, Converted& converted) {
  Part part{component, component_config(path, component), component_weights(path, component)};
  io::TensorIndex needed{.path = part.weights.path, .files = part.weights.files, .tensors = {}, .metadata = {}, .warnings = {}};
  std::map<std::string, io::TensorEntry> given;
  for (auto& [name, entry] : part.weights.tensors) {
    const std::string current = module_name(component, name);
    if (!current.empty()) given.emplace(current, entry);
  }
  std::vector<std::string> missing, misshapen;
  for (const auto& [name, shape] : parameters_of(component, part.config, config_file(path, component))) {
    const auto found = given.find(name);
    if (found == given.end()) {
      missing.push_back(name);
      continue;
    }
    if (found->second.shape != shape)
      misshapen.push_back(name + " (" + io::shape_text(found->second.shape) + " instead of " + io::shape_text(shape) + ")");
    needed.tensors.emplace(name, found->second);
    given.erase(found);
  }
  if (!missing.empty() || !misshapen.empty())
    throw Error(ErrorKind::bad_input, path.string() + ": the " + component_name(component) + " is not whole." +
                                          (missing.empty() ? "" : " Missing: " + name_list(missing) + ".") +
                                          (misshapen.empty() ? "" : " Of another shape: " + name_list(misshapen) + "."));
  for (const auto& [name, entry] : given) converted.unknown.push_back(entry.name);
  part.weights = std::move(needed);
  return part;
}

bool has_component(const fs::path& path, Component component) {
  if (fs::is_regular_file(path)) return open_single_file(path).holds(component);
  return fs::is_regular_file(config_file(path, component));
}

/// Of a whole single file: what lies in no component, and what only the original layout has.
void take_rest(Source& source, bool keep_surplus, Converted& converted) {
  const SingleFile file = open_single_file(source.path);
  for (const auto& [name, entry] : file.index.tensors) {
    const bool in_component =
        name.starts_with("model.diffusion_model.") || name.starts_with("cond_stage_model.") || name.starts_with("first_stage_model.");
    if (!in_component && file.content.kind == "single_file") converted.unknown.push_back(name);
    if (!keep_surplus || !name.starts_with("cond_stage_model.model.")) continue;
    const Part* text = source.part(Component::text_encoder);
    const bool last = text && name.find(".resblocks." + text->config["num_hidden_layers"].dump() + ".") != std::string::npos;
    if (last || name.ends_with(".text_projection") || name.ends_with(".logit_scale")) source.surplus.push_back(entry);
  }
  source.whole = file.index;
}

void read_folder_files(Source& source) {
  const fs::path scheduler = source.path / "scheduler" / "scheduler_config.json";
  if (fs::is_regular_file(scheduler)) source.scheduler_config = read_json_file(scheduler);
  if (fs::is_regular_file(source.path / "model_index.json")) source.model_index = read_json_file(source.path / "model_index.json");
}

}  // namespace

const Part* Source::part(Component component) const {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.component == component; });
  return found == parts.end() ? nullptr : &*found;
}

std::uint64_t Source::bytes() const {
  std::uint64_t sum = 0;
  for (const Part& part : parts)
    for (const auto& [name, entry] : part.weights.tensors) sum += entry.bytes.size();
  return sum;
}

Source open_source(const Conversion& conversion, Converted& converted) {
  Source source;
  source.path = conversion.from;
  source.from_folder = fs::is_directory(source.path);
  if (!fs::exists(source.path)) throw Error(ErrorKind::bad_input, source.path.string() + " is not there.");
  const bool one_part = conversion.component && has_component(source.path, *conversion.component);
  if (!one_part) require_runnable_family(source.path);
  for (const Component component : {Component::unet, Component::vae, Component::text_encoder}) {
    if (conversion.component && component != *conversion.component) continue;
    if (has_component(source.path, component)) source.parts.push_back(checked_part(source.path, component, converted));
    else converted.missing.push_back(component_name(component));
  }
  if (source.parts.empty()) throw Error(ErrorKind::bad_input, source.path.string() + " holds no " + name_list(converted.missing) + ".");
  if (source.from_folder) {
    read_folder_files(source);
    return source;
  }
  take_rest(source, conversion.layout == ModelLayout::single, converted);
  const SingleFile file = open_single_file(source.path);
  source.scheduler_config = scheduler_of_single_file(file.index, file.content, converted.warnings);
  source.model_index = single_file_model_index();
  return source;
}

}  // namespace likeness::models
