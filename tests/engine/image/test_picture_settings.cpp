// Settings out of five programs' pictures, in A1111's keys; what has no counterpart is named. The JSON is shaped as each program writes it.
#include <doctest/doctest.h>

#include "engine/image/picture_settings.h"

using namespace likeness;
using namespace likeness::image;

namespace {

bool names(const PictureSettings& settings, const std::string& word) {
  for (const std::string& unknown : settings.unknown)
    if (unknown == word) return true;
  return false;
}

std::string value(const PictureSettings& settings, const char* key) { return parameter(settings.infotext, key).value_or("(none)"); }

const std::string comfy = R"({
  "3": {"class_type": "KSampler", "inputs": {"seed": 156680208700286, "steps": 20, "cfg": 8, "sampler_name": "dpmpp_2m", "scheduler": "karras",
        "denoise": 1, "model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
  "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd/v1-5-pruned.safetensors"}},
  "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "beautiful scenery", "clip": ["11", 0]}},
  "7": {"class_type": "ControlNetApply", "inputs": {"conditioning": ["12", 0], "strength": 1}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}, "is_changed": [NaN]},
  "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "styles\\ink.safetensors", "strength_model": 0.8, "model": ["4", 0]}},
  "11": {"class_type": "CLIPSetLastLayer", "inputs": {"stop_at_clip_layer": -2, "clip": ["10", 1]}},
  "12": {"class_type": "CLIPTextEncode", "inputs": {"text": ["13", 0], "clip": ["11", 0]}},
  "13": {"class_type": "PrimitiveString", "inputs": {"value": "text, NaN, watermark"}}})";

}  // namespace

TEST_CASE("A1111 and our own") {
  const std::string text = "a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Seed: 1";
  const PictureSettings theirs = read_settings({{"parameters", text}});
  CHECK(theirs.source == "a1111");
  CHECK(theirs.infotext.prompt == "a cat");
  CHECK(value(theirs, "Sampler") == "Euler a");
  CHECK(theirs.unknown.empty());
  CHECK(read_settings({{"parameters", text}, {"likeness", "{}"}}).source == "likeness");
  CHECK(read_settings({{"parameters", text}, {"prompt", comfy}}).source == "a1111");
  CHECK(read_settings({{"parameters", text}, {"fooocus_scheme", "a1111"}}).source == "fooocus");
  CHECK(read_settings({{"parameters", "{a|b} in braces\nSteps: 20, Sampler: Euler, Seed: 2"}}).infotext.prompt == "{a|b} in braces");
  CHECK(read_settings({{"Title", "x"}}).source.empty());
}

TEST_CASE("SwarmUI") {
  const PictureSettings found = read_settings({{"parameters", R"({"sui_image_params": {"prompt": "a cat, 'x'", "negativeprompt": "dog",
      "model": "OfficialStableDiffusion/sd_xl_base_1.0", "seed": 1234567890, "steps": 20, "cfgscale": 7.5, "aspectratio": "1:1",
      "width": 1024, "height": 768, "sampler": "euler_ancestral", "scheduler": "karras", "refinercontrol": 0.2,
      "loras": ["ink"], "loraweights": ["0.5"], "swarm_version": "0.6.1.0"}, "sui_extra_data": {"date": "2024-01-01"}})"}});
  CHECK(found.source == "swarmui");
  CHECK(found.infotext.prompt == "a cat, 'x'<lora:ink:0.5>");
  CHECK(found.infotext.negative_prompt == "dog");
  CHECK(value(found, "Model") == "sd_xl_base_1.0");
  CHECK(value(found, "Sampler") == "Euler a");
  CHECK(value(found, "Schedule type") == "Karras");
  CHECK(value(found, "CFG scale") == "7.5");
  CHECK(value(found, "Size") == "1024x768");
  CHECK(value(found, "Seed") == "1234567890");
  CHECK(found.unknown == std::vector<std::string>{"refinercontrol"});
}

TEST_CASE("Fooocus") {
  const PictureSettings found = read_settings({{"fooocus_scheme", "fooocus"}, {"parameters", R"json({"adm_guidance": "(1.5, 0.8, 0.3)",
      "base_model": "juggernautXL_v8", "base_model_hash": "aeb7e9e689", "full_prompt": ["a cat, cinematic"], "guidance_scale": 4.0,
      "loras": [["offset", 0.1, "4852686128"]], "metadata_scheme": "fooocus", "negative_prompt": "", "performance": "Speed",
      "prompt": "a cat", "refiner_model": "None", "resolution": "(1152, 896)", "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras",
      "seed": "123", "sharpness": 2.0, "steps": 30, "styles": "['Fooocus V2']", "version": "Fooocus v2.4.1"})json"}});
  CHECK(found.source == "fooocus");
  CHECK(found.infotext.prompt == "a cat<lora:offset:0.1>");
  CHECK(value(found, "Size") == "1152x896");
  CHECK(value(found, "Sampler") == "DPM++ 2M SDE");
  CHECK(value(found, "Model hash") == "aeb7e9e689");
  CHECK(value(found, "CFG scale") == "4.0");
  for (const char* word : {"adm_guidance", "performance", "sharpness", "styles"}) CHECK(names(found, word));
  CHECK(found.unknown.size() == 4);
}

TEST_CASE("InvokeAI") {
  const PictureSettings found = read_settings({{"invokeai_metadata", R"({"app_version": "4.2.0", "generation_mode": "txt2img",
      "positive_prompt": "a cat", "negative_prompt": "dog", "width": 512, "height": 512, "seed": 77, "rand_device": "cpu", "cfg_scale": 7,
      "cfg_rescale_multiplier": 0, "steps": 25, "scheduler": "dpmpp_2m_k", "clip_skip": 1,
      "model": {"key": "k", "name": "dreamshaper", "base": "sd-1"},
      "loras": [{"model": {"name": "ink"}, "weight": 0.75}], "controlnets": [{"a": 1}], "vae": null})"}});
  CHECK(found.source == "invokeai");
  CHECK(found.infotext.prompt == "a cat<lora:ink:0.75>");
  CHECK(found.infotext.negative_prompt == "dog");
  CHECK(value(found, "Sampler") == "DPM++ 2M");
  CHECK(value(found, "Schedule type") == "Karras");
  CHECK(value(found, "Clip skip") == "2");
  CHECK(value(found, "Model") == "dreamshaper");
  CHECK(value(found, "RNG") == "CPU");
  CHECK(found.unknown == std::vector<std::string>{"controlnets"});
}

TEST_CASE("ComfyUI: the graph is followed from its sampler") {
  const PictureSettings found = read_settings({{"prompt", comfy}, {"workflow", "{}"}});
  CHECK(found.source == "comfyui");
  CHECK(found.infotext.prompt == "beautiful scenery<lora:ink:0.8>");
  CHECK(found.infotext.negative_prompt == "text, NaN, watermark");
  CHECK(value(found, "Seed") == "156680208700286");
  CHECK(value(found, "Sampler") == "DPM++ 2M");
  CHECK(value(found, "Schedule type") == "Karras");
  CHECK(value(found, "Size") == "512x768");
  CHECK(value(found, "Model") == "v1-5-pruned");
  CHECK(value(found, "Clip skip") == "2");
  CHECK(found.unknown == std::vector<std::string>{"ControlNetApply (node 7)"});
}

TEST_CASE("hostile and broken graphs end, and say what they are") {
  CHECK(names(read_settings({{"prompt", "{\"3\": "}}), "settings that are no valid JSON"));
  const PictureSettings circle = read_settings({{"prompt", R"({"1": {"class_type": "KSampler", "inputs": {"model": ["1", 0],
      "positive": ["2", 0], "steps": ["3", 0]}}, "2": {"class_type": "X", "inputs": {"conditioning": ["2", 0]}},
      "3": {"class_type": "Y", "inputs": {"steps": ["3", 0]}}, "4": 7, "5": {"inputs": []}, "6": {"class_type": "KSampler"}})"}});
  CHECK(circle.source == "comfyui");
  CHECK(circle.infotext.prompt.empty());
  CHECK(names(circle, "X (node 2)"));
  CHECK(read_settings({{"prompt", "[]"}}).unknown.size() == 1);
  CHECK(read_settings({{"parameters", R"({"sui_image_params": 3})"}}).unknown.size() == 1);
  CHECK(read_settings({{"invokeai_metadata", R"({"loras": 3, "model": [], "seed": {}})"}}).source == "invokeai");
  const std::string odd = R"({"metadata_scheme": "fooocus", "resolution": "wide", "loras": {"a": 1}, "sampler": "magic"})";
  CHECK(names(read_settings({{"parameters", odd}}), "sampler magic"));
}
