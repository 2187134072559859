#include <cmath>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/models/clip_files.h"
#include "engine/models/components.h"
#include "engine/models/folder_writer.h"
#include "engine/models/model.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

void save_component(const fs::path& folder, Component component, const Json& config, const torch::nn::Module& module,
                    c10::ScalarType dtype) {
  const std::string name = component_name(component);
  make_folders(folder / name);
  write_json_file(folder / name / "config.json", config);
  const std::string stem = component == Component::text_encoder ? "model" : "diffusion_pytorch_model";
  tensor::write_tensors(folder / name / (stem + ".safetensors"), weights_of(module, dtype), {{"format", "pt"}});
}

void copy_file_into(const fs::path& file, const fs::path& folder) { write_file(folder / file.filename(), read_file(file)); }

std::uint64_t bytes_to_write(const Model& model, c10::ScalarType dtype) {
  std::uint64_t elements = 0;
  for (const auto* module : {&model.text_encoder.module(), &model.unet.module(), &model.vae.module()}) {
    for (const auto& parameter : module->parameters()) elements += static_cast<std::uint64_t>(parameter.numel());
  }
  return elements * c10::elementSize(dtype);
}

/// JSON has no word for them, and where a scheduler config states one (lambda_min_clipped) it is the class's default.
Json without_infinities(const Json& config) {
  Json finite = Json::object();
  for (const auto& [name, value] : config.items())
    if (!value.is_number_float() || std::isfinite(value.get<double>())) finite[name] = value;
  return finite;
}

}  // namespace

void save_model(const Model& model, const fs::path& folder, c10::ScalarType dtype) {
  const fs::path target = fs::absolute(folder).lexically_normal();
  const fs::path whole = target.filename().empty() ? target.parent_path() : target;
  std::error_code ignored;
  if (fs::equivalent(whole, model.folder, ignored)) {
    throw Error(ErrorKind::bad_input, folder.string() + " is the model's own folder; its weights are in use.", "Choose another folder.");
  }
  make_folders(whole.parent_path());
  require_disk_space(whole.parent_path(), bytes_to_write(model, dtype));
  UnfinishedFolder unfinished(whole);
  save_component(unfinished.path(), Component::text_encoder, model.text_encoder_config, model.text_encoder.module(), dtype);
  save_component(unfinished.path(), Component::unet, model.unet_config, model.unet.module(), dtype);
  save_component(unfinished.path(), Component::vae, model.vae_config, model.vae.module(), dtype);
  make_folders(unfinished.path() / "scheduler");
  write_json_file(unfinished.path() / "scheduler" / "scheduler_config.json", without_infinities(model.scheduler_config));
  for (const char* part : {"tokenizer", "feature_extractor"}) {
    if (fs::is_directory(model.folder / part)) copy_folder(model.folder / part, unfinished.path() / part);
  }
  std::vector<std::string> unheard;  // the model's own warnings say it already
  if (fs::is_regular_file(model.folder)) write_clip_tokenizer(unfinished.path() / "tokenizer", model.text_encoder_config, unheard);
  if (fs::is_regular_file(model.folder / "concepts.json")) copy_file_into(model.folder / "concepts.json", unfinished.path());
  write_json_file(unfinished.path() / "model_index.json", index_without_missing_parts(model.model_index, unfinished.path()));
  unfinished.finish();
}

}  // namespace likeness::models
