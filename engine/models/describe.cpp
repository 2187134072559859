#include <algorithm>

#include "engine/base/error.h"
#include "engine/models/components.h"
#include "engine/models/families.h"
#include "engine/models/model.h"

namespace likeness::models {
namespace fs = std::filesystem;
namespace {

/// Bytes of weights on disk and in memory as float32, from the headers.
struct WeightSizes {
  std::uint64_t on_disk = 0;
  std::uint64_t in_memory = 0;
};

WeightSizes weight_sizes(const fs::path& folder) {
  WeightSizes sizes;
  for (const Component component : {Component::text_encoder, Component::unet, Component::vae}) {
    for (const auto& [name, entry] : component_weights(folder, component).tensors) {
      sizes.on_disk += entry.bytes.size();
      const std::uint64_t elements = entry.bytes.size() / std::max<std::size_t>(io::byte_size(entry.dtype), 1);
      sizes.in_memory += elements * sizeof(float);
    }
  }
  return sizes;
}

/// The decoder's widest full-size states decide; about five of them live at once (measured on SD 1.5 at 512 pixels: 1.3 GB).
std::uint64_t picture_bytes(const VaeConfig& vae, std::int64_t side) {
  const auto& channels = vae.block_out_channels;
  const std::int64_t widest = channels[std::min<std::size_t>(1, channels.size() - 1)];
  return 5 * static_cast<std::uint64_t>(widest * side * side) * sizeof(float);
}

std::vector<std::string> texts_of(const Json& json, const char* field) {
  std::vector<std::string> texts;
  if (!json.is_object() || !json.contains(field) || !json[field].is_array()) return texts;
  for (const Json& item : json[field]) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

void fill_facts(api::ModelInfo& info, const fs::path& folder, std::uint64_t free_bytes) {
  std::vector<std::string> warnings;
  const auto shape = [&](Component component, auto&& read) {
    return read(component_config(folder, component), config_file(folder, component), warnings);
  };
  const ClipTextConfig text = shape(Component::text_encoder, read_text_config);
  const UNetConfig unet = shape(Component::unet, read_unet_config);
  const VaeConfig vae = shape(Component::vae, read_vae_config);
  const WeightSizes sizes = weight_sizes(folder);
  const std::int64_t side = unet.sample_size << (vae.block_out_channels.size() - 1);
  const bool sentence_piece = fs::exists(folder / "tokenizer" / "spiece.model");
  info.bytes = sizes.on_disk;
  info.memory_bytes = sizes.in_memory + picture_bytes(vae, side);
  info.own_size = static_cast<int>(side);
  info.tokens = static_cast<int>(text.max_position_embeddings - (sentence_piece ? 1 : 2));
  const fs::path concepts = folder / "concepts.json";
  if (fs::is_regular_file(concepts)) {
    const Json json = read_json_file(concepts);
    info.kinds = texts_of(json, "kinds");
    info.places = texts_of(json, "places");
  }
  info.fits = info.memory_bytes <= free_bytes;
  info.usable = true;
}

}  // namespace

api::ModelInfo describe_model(const std::string& model, std::uint64_t free_bytes) {
  api::ModelInfo info;
  info.path = model;
  try {
    const fs::path folder = model_folder(model);
    info.name = model == "starter" ? "Starter" : model_name(folder);
    if (!fs::exists(folder)) throw Error(ErrorKind::bad_input, folder.string() + " is not there any more.");
    info.family = family_of(folder).name;
    require_runnable_family(folder);
    fill_facts(info, folder, free_bytes);
  } catch (const Error& error) {
    info.reason = error.what();
  } catch (const fs::filesystem_error& error) {
    info.reason = error.what();
  }
  return info;
}

}  // namespace likeness::models
