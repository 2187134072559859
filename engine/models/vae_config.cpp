#include <algorithm>

#include "engine/models/config_reader.h"
#include "engine/models/configs.h"

namespace likeness::models {
namespace {


std::vector<std::string> block_types(ConfigReader& read, const std::string& field, const std::string& type, std::size_t levels) {
  const auto types = read.texts(field, std::vector<std::string>(levels, type));
  if (types.size() != levels) read.refuse(field, "a list of " + std::to_string(levels) + ", as block_out_channels");
  if (std::count(types.begin(), types.end(), type) != static_cast<std::ptrdiff_t>(levels)) read.unsupported(field);
  return types;
}

}  // namespace

VaeConfig read_vae_config(const Json& json, const std::filesystem::path& file, std::vector<std::string>& warnings) {
  ConfigReader read(json, file);
  VaeConfig config;
  config.in_channels = read.integer("in_channels", 3, {3, 3});
  config.out_channels = read.integer("out_channels", 3, {3, 3});
  config.latent_channels = read.integer("latent_channels", 4, channel_limits);
  config.block_out_channels = read.integers("block_out_channels", {64}, channel_limits);
  const std::size_t levels = config.block_out_channels.size();
  if (levels == 0 || levels > most_levels) {
    read.refuse("block_out_channels", "a list of 1 to " + std::to_string(most_levels) + " whole numbers");
  }
  config.down_block_types = block_types(read, "down_block_types", "DownEncoderBlock2D", levels);
  config.up_block_types = block_types(read, "up_block_types", "UpDecoderBlock2D", levels);
  config.layers_per_block = read.integer("layers_per_block", 1, {1, 64});
  config.norm_num_groups = read.integer("norm_num_groups", 32, channel_limits);
  for (const std::int64_t channels : config.block_out_channels) {
    if (channels % config.norm_num_groups == 0) continue;
    read.refuse("block_out_channels", "multiples of norm_num_groups, " + std::to_string(config.norm_num_groups));
  }
  config.scaling_factor = read.number("scaling_factor", 0.18215, 1e-6, 1e6);
  config.shift_factor = read.number("shift_factor", 0, -1e6, 1e6);
  config.use_quant_conv = read.boolean("use_quant_conv", true);
  config.use_post_quant_conv = read.boolean("use_post_quant_conv", true);
  config.mid_block_add_attention = read.boolean("mid_block_add_attention", true);
  config.force_upcast = read.boolean("force_upcast", true);
  read.only("act_fn", {"silu", "swish"});
  for (const char* field : {"latents_mean", "latents_std"}) read.only(field, {});
  read.ignore({"sample_size"});
  for (const std::string& warning : read.unknown()) warnings.push_back(warning);
  return config;
}

}  // namespace likeness::models
