// The settings a picture was made with, whoever made it, in A1111's keys and spellings: A1111 and ourselves, SwarmUI, Fooocus, InvokeAI,
// ComfyUI (its graph is followed from the sampler). What has no counterpart is named, never dropped in silence. Never throws on odd text.
// Sources: SwarmUI docs/Image Metadata Format.md; Fooocus modules/meta_parser.py; InvokeAI metadata nodes; ComfyUI's API format.
#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/image/infotext.h"
#include "engine/image/png.h"

namespace likeness::image {

struct PictureSettings {
  std::string source;                ///< "likeness", "a1111", "swarmui", "fooocus", "invokeai", "comfyui"; empty: none found
  Infotext infotext;
  std::vector<std::string> unknown;  ///< "sharpness", "ControlNetApply (node 12)", ...
};

PictureSettings read_settings(const std::vector<PngText>& texts);

namespace dialects {

/// One file each reads its writer's JSON; `found` has its source already.
void read_swarmui(const Json& json, PictureSettings& found);
void read_fooocus(const Json& json, PictureSettings& found);
void read_invokeai(const Json& json, PictureSettings& found);
void read_comfyui(const Json& graph, PictureSettings& found);

/// "7.5", "a cat": a number, text or yes/no as it reads; empty for anything else.
std::string plain(const Json& value);

/// Adds a parameter where the value is not empty.
void add(PictureSettings& found, const char* key, const std::string& value);

/// "dpmpp_2m_k", "euler_ancestral", "dpmpp_2m_sde_gpu" as Sampler and, where the name holds one, Schedule type; an unknown one as it is.
void add_sampler(PictureSettings& found, const std::string& name);
void add_schedule(PictureSettings& found, const std::string& name);

/// Name of a model file without folders and ending.
std::string model_stem(const std::string& path);

}  // namespace dialects
}  // namespace likeness::image
