#include "engine/models/convert.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/models/clip_files.h"
#include "engine/models/components.h"
#include "engine/models/convert_source.h"
#include "engine/models/folder_writer.h"
#include "engine/models/single_file.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

fs::path target_of(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return whole.filename().empty() ? whole.parent_path() : whole;
}

void check_target(const Conversion& conversion, const fs::path& target, std::uint64_t bytes) {
  std::error_code ignored;
  if (fs::equivalent(target, conversion.from, ignored))
    throw Error(ErrorKind::bad_input, target.string() + " is the model that is to be converted.", "Choose another place for the result.");
  if (conversion.layout == ModelLayout::single && fs::is_directory(target))
    throw Error(ErrorKind::bad_input, target.string() + " is a folder; the file to write was expected.", "Name a .safetensors file.");
  if (conversion.layout == ModelLayout::diffusers && fs::exists(target) && !fs::is_directory(target))
    throw Error(ErrorKind::bad_input, target.string() + " is a file; the folder to write was expected.");
  make_folders(target.parent_path());
  require_disk_space(target.parent_path(), bytes);
}

void write_parts(const fs::path& folder, const std::vector<Part>& parts, Writing& writing) {
  for (const Part& part : parts) {
    const std::string name = component_name(part.component);
    make_folders(folder / name);
    write_json_file(folder / name / "config.json", part.config);
    const char* stem = part.component == Component::text_encoder ? "model.safetensors" : "diffusion_pytorch_model.safetensors";
    for (const auto& [tensor, entry] : part.weights.tensors) writing.add(entry, tensor, entry.shape);
    writing.write(folder / name / stem, {{"format", "pt"}});
  }
}

/// What a whole folder has beside its three components.
void write_surroundings(const fs::path& folder, const Source& source, std::vector<std::string>& warnings) {
  make_folders(folder / "scheduler");
  write_json_file(folder / "scheduler" / "scheduler_config.json", source.scheduler_config);
  if (source.from_folder) {
    for (const char* part : {"tokenizer", "feature_extractor"})
      if (fs::is_directory(source.path / part)) copy_folder(source.path / part, folder / part);
    if (fs::is_regular_file(source.path / "concepts.json")) write_file(folder / "concepts.json", read_file(source.path / "concepts.json"));
  } else if (const Part* text = source.part(Component::text_encoder)) {
    write_clip_tokenizer(folder / "tokenizer", text->config, warnings);
  }
  write_json_file(folder / "model_index.json", index_without_missing_parts(source.model_index, folder));
}

void write_folder(const fs::path& target, const Conversion& conversion, const Source& source, Writing& writing, Converted& converted) {
  UnfinishedFolder unfinished(target);
  write_parts(unfinished.path(), source.parts, writing);
  if (!conversion.component) write_surroundings(unfinished.path(), source, converted.warnings);
  unfinished.finish();
}

}  // namespace

Converted convert(const Conversion& conversion) {
  Converted converted;
  const Source source = open_source(conversion, converted);
  const fs::path target = target_of(conversion.to);
  check_target(conversion, target, source.bytes());
  Writing writing(conversion.dtype);
  if (conversion.layout == ModelLayout::diffusers) {
    write_folder(target, conversion, source, writing, converted);
  } else {
    add_original(source, writing);
    writing.write(target, original_metadata(source));
  }
  converted.mapped = writing.written();
  return converted;
}

}  // namespace likeness::models
