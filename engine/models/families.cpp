#include "engine/models/families.h"

#include <array>
#include <string_view>

#include "engine/base/error.h"
#include "engine/models/single_file.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

struct PipelineName {
  std::string_view prefix;
  std::string_view name;
  std::string_view architecture;
};

/// First match counts. Source: diffusers src/diffusers/pipelines/auto_pipeline.py.
constexpr std::array<PipelineName, 18> other_pipelines{{
    {"StableDiffusionXL", "Stable Diffusion XL", "sdxl"},
    {"StableDiffusion3", "Stable Diffusion 3", "sd3"},
    {"StableDiffusionUpscale", "Stable Diffusion Upscaler", "sd_upscaler"},
    {"StableDiffusionLatentUpscale", "Stable Diffusion Upscaler", "sd_upscaler"},
    {"StableDiffusionInstructPix2Pix", "InstructPix2Pix", "instruct_pix2pix"},
    {"StableDiffusionDepth2Img", "Stable Diffusion Depth", "sd_depth"},
    {"StableCascade", "Stable Cascade", "stable_cascade"},
    {"StableVideoDiffusion", "Stable Video Diffusion", "svd"},
    {"LatentConsistencyModel", "Latent Consistency", "lcm"},
    {"Flux2", "Flux 2", "flux2"},
    {"Flux", "Flux", "flux"},
    {"PixArt", "PixArt", "pixart"},
    {"Kandinsky", "Kandinsky", "kandinsky"},
    {"Sana", "Sana", "sana"},
    {"QwenImage", "Qwen-Image", "qwen_image"},
    {"ZImage", "Z-Image", "z_image"},
    {"Wuerstchen", "Wuerstchen", "wuerstchen"},
    {"IF", "DeepFloyd IF", "deepfloyd_if"},
}};

std::string not_yet(const std::string& what) {
  return "This is a " + what + " model; Likeness runs Stable Diffusion 1.x, 2.x and its own starter model.";
}

Family family_of_pipeline(const std::string& pipeline) {
  for (const PipelineName& other : other_pipelines) {
    if (!pipeline.starts_with(other.prefix)) continue;
    return {std::string(other.name), std::string(other.architecture), not_yet(std::string(other.name))};
  }
  return {pipeline, {}, not_yet(pipeline)};
}

Json config_of(const fs::path& folder, const std::string& component) {
  const fs::path file = folder / component / "config.json";
  return fs::is_regular_file(file) ? read_json_file(file) : Json::object();
}

bool field_is(const Json& config, const char* field, const Json& value) {
  return config.is_object() && config.contains(field) && config[field] == value;
}

Family family_of_unet(const fs::path& folder, const Json& unet) {
  const std::string inpainting = field_is(unet, "in_channels", 9) ? " Inpainting" : "";
  if (field_is(unet, "cross_attention_dim", 2048)) return family_of_pipeline("StableDiffusionXLPipeline");
  if (field_is(unet, "in_channels", 8) && fs::exists(folder / "tokenizer" / "spiece.model")) return {"Starter", "starter", {}};
  const bool second = field_is(unet, "cross_attention_dim", 1024) || field_is(unet, "use_linear_projection", true);
  return {(second ? "Stable Diffusion 2.x" : "Stable Diffusion 1.x") + inpainting, second ? "sd2" : "sd1", {}};
}

Family family_of_file(const fs::path& file) {
  const SingleFile single = open_single_file(file);
  const std::string& architecture = single.content.architecture;
  if (single.content.kind != "single_file") {
    throw Error(ErrorKind::bad_input, file.string() + " holds one part of a model (" + single.content.components[0] + "), not a whole one.",
                "Choose a complete model; a VAE is named beside it (--vae).");
  }
  for (const PipelineName& other : other_pipelines)
    if (architecture == other.architecture) return family_of_pipeline(std::string(other.prefix));
  const bool inpainting = single.holds(Component::unet) && single_file_config(single, Component::unet)["in_channels"] == 9;
  const std::string name = architecture == "sd2" ? "Stable Diffusion 2.x" : "Stable Diffusion 1.x";
  return {name + (inpainting ? " Inpainting" : ""), architecture, {}};
}

}  // namespace

Family family_of(const fs::path& folder) {
  if (fs::is_regular_file(folder)) return family_of_file(folder);
  const fs::path file = folder / "model_index.json";
  if (!fs::is_regular_file(file)) {
    throw Error(ErrorKind::bad_input, folder.string() + " is no model folder: it has no model_index.json.",
                "Choose the folder that holds model_index.json, unet, vae and text_encoder.");
  }
  const Json index = read_json_file(file);
  if (!index.is_object() || !index.contains("_class_name") || !index["_class_name"].is_string()) {
    throw Error(ErrorKind::bad_input, file.string() + ": the field _class_name should name a pipeline, and does not.");
  }
  const auto pipeline = index["_class_name"].get<std::string>();
  const bool ours = pipeline == "StableDiffusionPipeline" || pipeline == "StableDiffusionImg2ImgPipeline" ||
                    pipeline == "StableDiffusionInpaintPipeline" || pipeline == "StableDiffusionPipelineSafe";
  return ours ? family_of_unet(folder, config_of(folder, "unet")) : family_of_pipeline(pipeline);
}

Family require_runnable_family(const fs::path& folder) {
  Family family = family_of(folder);
  if (!family.reason.empty()) throw Error(ErrorKind::unsupported, folder.string() + ": " + family.reason);
  return family;
}

}  // namespace likeness::models
