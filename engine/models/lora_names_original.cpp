// The blocks of the original single file, counted through: formats.md 1.4 of the design material has the table.
// Source: diffusers scripts/convert_diffusers_to_original_stable_diffusion.py.
#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <sstream>
#include <utility>

#include "engine/models/lora_names.h"

namespace likeness::models {
namespace {

using Renaming = std::pair<std::string_view, std::string_view>;

constexpr std::array<Renaming, 8> outer{{{"time_embedding.linear_1", "time_embed.0"},
                                         {"time_embedding.linear_2", "time_embed.2"},
                                         {"conv_in", "input_blocks.0.0"},
                                         {"conv_norm_out", "out.0"},
                                         {"conv_out", "out.2"},
                                         {"mid_block.resnets.0", "middle_block.0"},
                                         {"mid_block.attentions.0", "middle_block.1"},
                                         {"mid_block.resnets.1", "middle_block.2"}}};

constexpr std::array<Renaming, 6> inside_resnet{{{"norm1", "in_layers.0"},
                                                 {"conv1", "in_layers.2"},
                                                 {"time_emb_proj", "emb_layers.1"},
                                                 {"norm2", "out_layers.0"},
                                                 {"conv2", "out_layers.3"},
                                                 {"conv_shortcut", "skip_connection"}}};

std::string renamed(const std::string& name, std::span<const Renaming> table) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Renaming& one) { return one.first == name; });
  return found == table.end() ? name : std::string(found->second);
}

/// "down_blocks.1.resnets.0.conv1" taken apart; `kind` is empty where the name has not this form.
struct BlockPart {
  std::string side, kind, rest;
  int block = 0, index = 0;
};

BlockPart part_of(const std::string& path) {
  std::string side, block, kind, index, rest;
  std::istringstream text(path);
  for (std::string* piece : {&side, &block, &kind, &index}) std::getline(text, *piece, '.');
  std::getline(text, rest);
  if (side != "down_blocks" && side != "up_blocks") return {};
  return {.side = side, .kind = kind, .rest = rest, .block = std::stoi(block), .index = std::stoi(index)};
}

/// How many layers each level has, and which levels going up have attention.
struct Layout {
  int layers = 0;
  std::set<int> attention_above;
};

Layout layout_of(const std::vector<std::string>& paths) {
  Layout layout;
  for (const std::string& path : paths) {
    const BlockPart part = part_of(path);
    if (part.side == "down_blocks" && part.kind == "resnets") layout.layers = std::max(layout.layers, part.index + 1);
    if (part.side == "up_blocks" && part.kind == "attentions") layout.attention_above.insert(part.block);
  }
  return layout;
}

std::string original_of(const std::string& path, const Layout& layout) {
  const BlockPart part = part_of(path);
  if (part.side.empty()) {
    for (const auto& [name, original] : outer) {
      if (path == name) return std::string(original);
      if (!path.starts_with(std::string(name) + ".")) continue;
      const std::string rest = path.substr(name.size() + 1);
      return std::string(original) + "." + (name.find("resnets") != std::string::npos ? renamed(rest, inside_resnet) : rest);
    }
    return {};
  }
  const bool down = part.side == "down_blocks";
  const int first = part.block * (layout.layers + 1) + (down ? 1 : 0);
  const std::string block = (down ? "input_blocks." : "output_blocks.");
  if (part.kind == "resnets") return block + std::to_string(first + part.index) + ".0." + renamed(part.rest, inside_resnet);
  if (part.kind == "attentions") return block + std::to_string(first + part.index) + ".1." + part.rest;
  if (part.kind == "downsamplers") return block + std::to_string(first + layout.layers) + ".0.op";
  const char* place = layout.attention_above.contains(part.block) ? ".2.conv" : ".1.conv";
  return block + std::to_string(first + layout.layers) + place;
}

}  // namespace

std::map<std::string, std::string> original_unet_names(const std::vector<std::string>& paths) {
  const Layout layout = layout_of(paths);
  std::map<std::string, std::string> originals;
  for (const std::string& path : paths) {
    if (std::string original = original_of(path, layout); !original.empty()) originals.emplace(path, std::move(original));
  }
  return originals;
}

}  // namespace likeness::models
