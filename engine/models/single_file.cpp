#include "engine/models/single_file.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/io/checkpoint.h"
#include "engine/models/components.h"
#include "engine/models/name_list.h"
#include "engine/models/single_file_config.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

const char* const unet_start = "model.diffusion_model.";
const char* const text_start = "cond_stage_model.";

bool belongs(Component component, const std::string& name, const std::string& autoencoder_prefix) {
  switch (component) {
    case Component::unet: return name.starts_with(unet_start);
    case Component::text_encoder: return name.starts_with(text_start);
    default:
      return !autoencoder_prefix.empty() ? name.starts_with(autoencoder_prefix)
                                         : !name.starts_with(unet_start) && !name.starts_with(text_start);
  }
}

/// What a text encoder's file holds and diffusers' encoder does not: the last OpenCLIP block, the projection to pictures, buffers.
bool known_surplus(const std::string& name, const Json& config) {
  if (name.ends_with("position_ids") || name.ends_with(".attn_mask") || name.ends_with(".logit_scale") ||
      name.ends_with(".text_projection"))
    return true;
  const std::string dropped = ".resblocks." + config.value("num_hidden_layers", Json(0)).dump() + ".";
  return name.starts_with("cond_stage_model.model.") && name.find(dropped) != std::string::npos;
}

/// The third of a stacked matrix; the bytes lie in one piece, as it is cut along its first dimension.
io::TensorEntry third_of(io::TensorEntry entry, int third) {
  if (entry.shape.empty() || entry.shape[0] % 3 != 0)
    throw Error(ErrorKind::bad_input,
                "The tensor " + entry.name + " should stack three, but has the shape " + io::shape_text(entry.shape) + ".");
  const std::size_t size = entry.bytes.size() / 3;
  entry.shape[0] /= 3;
  entry.bytes = entry.bytes.subspan(static_cast<std::size_t>(third) * size, size);
  return entry;
}

const io::TensorEntry* find_entry(const io::TensorIndex& index, const std::string& name) {
  const auto found = index.tensors.find(name);
  if (found != index.tensors.end()) return &found->second;
  // Text encoders occur without this part of the name, too.
  constexpr std::string_view part = ".text_model.";
  const std::size_t at = name.find(part);
  const auto shorter = at == std::string::npos ? index.tensors.end() : index.tensors.find(std::string(name).replace(at, part.size(), "."));
  return shorter == index.tensors.end() ? nullptr : &shorter->second;
}

}  // namespace

bool SingleFile::holds(Component component) const {
  return std::find(content.components.begin(), content.components.end(), component_name(component)) != content.components.end();
}

SingleFile open_single_file(const fs::path& file) {
  io::TensorIndex index = io::open_tensors(file);
  Content content = content_of(index);
  if (content.kind != "single_file" && content.kind != "component") {
    const std::string found =
        content.kind == "other" ? "holds no model that is known" : "is " + std::string(content.kind == "lora" ? "a LoRA" : "an embedding");
    throw Error(ErrorKind::bad_input, file.string() + " " + found + "; a whole model was expected.",
                "Choose a checkpoint or a model's folder.");
  }
  return {std::move(index), std::move(content)};
}

Json single_file_config(const SingleFile& file, Component component) {
  if (!file.holds(component)) {
    std::string parts;
    for (const std::string& part : file.content.components) parts += (parts.empty() ? "" : ", ") + part;
    throw Error(ErrorKind::bad_input, file.index.path.string() + " holds no " + component_name(component) + "; it holds: " + parts + ".",
                component == Component::vae ? "Name a VAE file beside it (--vae)." : "Use a complete model file.");
  }
  Json config = config_from_shapes(file.index, component, file.content);
  std::vector<std::string> unheard;
  const bool v =
      component == Component::unet && scheduler_of_single_file(file.index, file.content, unheard)["prediction_type"] == "v_prediction";
  if (v && !file.index.metadata.contains(config_key(component))) config["sample_size"] = 96;  // 768 pixels, as all v-models of 2.x
  return config;
}

std::vector<std::pair<std::string, std::vector<std::int64_t>>> parameters_of(Component component, const Json& config,
                                                                             const fs::path& file) {
  std::vector<std::string> unheard;
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> found;
  const auto take = [&](const torch::nn::Module& module) {
    for (const auto& item : module.named_parameters()) found.emplace_back(item.key(), item.value().sizes().vec());
  };
  switch (component) {
    case Component::unet: take(UNet2DConditionModel(read_unet_config(config, file, unheard)).module()); break;
    case Component::vae: take(AutoencoderKL(read_vae_config(config, file, unheard)).module()); break;
    default: take(ClipTextModel(read_text_config(config, file, unheard)).module()); break;
  }
  return found;
}

NameTable names_of(Component component, const Json& config, const fs::path& file) {
  std::vector<std::string> unheard;
  switch (component) {
    case Component::unet: return unet_names(read_unet_config(config, file, unheard));
    case Component::vae: return vae_names(read_vae_config(config, file, unheard));
    default: return text_names(read_text_config(config, file, unheard));
  }
}

io::TensorIndex single_file_weights(const SingleFile& file, Component component) {
  const Json config = single_file_config(file, component);
  io::TensorIndex weights{
      .path = file.index.path, .files = file.index.files, .tensors = {}, .metadata = {}, .warnings = file.index.warnings};
  const std::string autoencoder = component == Component::vae ? vae_prefix(file.index) : std::string();
  const auto down = file.index.tensors.lower_bound("encoder.down_blocks.");
  if (component == Component::vae && down != file.index.tensors.end() && down->first.starts_with("encoder.down_blocks.")) {
    weights.tensors = file.index.tensors;  // diffusers' own names
    return weights;
  }
  NameTable table = names_of(component, config, file.index.path);
  if (component == Component::vae) table.prefix = autoencoder;
  std::vector<std::string> used;
  for (const auto& [name, shape] : parameters_of(component, config, file.index.path)) {
    const Place place = place_in_original(table, name);
    const io::TensorEntry* entry = find_entry(file.index, place.name);
    if (!entry) continue;  // load_weights lists what is missing
    used.push_back(entry->name);
    io::TensorEntry renamed = place.third < 0 ? *entry : third_of(*entry, place.third);
    renamed.name = name;
    // The autoencoder's attention was made of 1x1 convolutions once.
    while (renamed.shape.size() > shape.size() && renamed.shape.back() == 1) renamed.shape.pop_back();
    weights.tensors.emplace(name, std::move(renamed));
  }
  std::sort(used.begin(), used.end());
  for (const auto& [name, entry] : file.index.tensors) {
    if (!belongs(component, name, autoencoder) || std::binary_search(used.begin(), used.end(), name)) continue;
    if (component != Component::text_encoder || !known_surplus(name, config)) weights.tensors.emplace(name, entry);
  }
  return weights;
}

std::vector<std::string> leftovers_of(const SingleFile& file) {
  std::vector<std::string> unknown, sentences = file.content.warnings;
  const std::string autoencoder = vae_prefix(file.index);
  if (autoencoder.empty() && file.holds(Component::vae)) return sentences;
  for (const auto& [name, entry] : file.index.tensors) {
    const bool placed = name.starts_with(unet_start) || name.starts_with(text_start) || name.starts_with("first_stage_model.");
    // Buffers of the training code: betas, alphas_cumprod, sqrt_..., posterior_..., log_one_minus_...
    const bool buffer = name.find('.') == std::string::npos && entry.shape.size() <= 1;
    if (!placed && !buffer && !name.starts_with("model_ema.")) unknown.push_back(name);
  }
  if (!unknown.empty())
    sentences.push_back(file.index.path.string() + " holds tensors that have no place in the model: " + name_list(unknown) + ".");
  return sentences;
}

Json single_file_model_index() {
  return {{"_class_name", "StableDiffusionPipeline"},
          {"_diffusers_version", "0.36.0"},
          {"feature_extractor", {nullptr, nullptr}},
          {"requires_safety_checker", false},
          {"safety_checker", {nullptr, nullptr}},
          {"scheduler", {"diffusers", "DDIMScheduler"}},
          {"text_encoder", {"transformers", "CLIPTextModel"}},
          {"tokenizer", {"transformers", "CLIPTokenizer"}},
          {"unet", {"diffusers", "UNet2DConditionModel"}},
          {"vae", {"diffusers", "AutoencoderKL"}}};
}

}  // namespace likeness::models
