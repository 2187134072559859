// Where a tensor of the diffusers folder stands in the original single file, for UNet, autoencoder, CLIP-L and OpenCLIP text encoders.
// Ordered tables of modules, made from the config (levels and layers count), first fit counts; the same table serves both directions.
// Source: diffusers scripts/convert_diffusers_to_original_stable_diffusion.py, src/diffusers/loaders/single_file_utils.py.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/models/text_encoder.h"
#include "engine/models/unet.h"
#include "engine/models/vae.h"

namespace likeness::models {

using Renames = std::vector<std::pair<std::string, std::string>>;  // start of a name in the folder -> in the original

struct ModuleRow {
  std::string folder, original;     // the module with its last dot
  const Renames* inside = nullptr;  // renames within the module; null: the same names
};

struct NameTable {
  std::string prefix;  // of the whole component in the original file
  std::vector<ModuleRow> modules;
};

/// In OpenCLIP the matrices of q, k and v are one, stacked: `third` is 0, 1 or 2 there, -1 elsewhere.
struct Place {
  std::string name;
  int third = -1;
};

NameTable unet_names(const UNetConfig& config);
NameTable vae_names(const VaeConfig& config);
NameTable text_names(const ClipTextConfig& config);  // "gelu" is OpenCLIP's layout, "quick_gelu" CLIP-L's

/// With the prefix. A name that no row knows keeps its spelling.
Place place_in_original(const NameTable& table, const std::string& folder_name);

}  // namespace likeness::models
