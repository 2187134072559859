#include <algorithm>

#include "engine/models/config_reader.h"
#include "engine/models/configs.h"

namespace likeness::models {
namespace {


/// Fields of other models than ours: refused unless they are at the value that switches them off.
void check_switched_off(ConfigReader& read) {
  for (const char* field : {"addition_embed_type", "class_embed_type", "encoder_hid_dim", "encoder_hid_dim_type", "num_class_embeds",
                            "projection_class_embeddings_input_dim", "reverse_transformer_layers_per_block", "time_cond_proj_dim",
                            "time_embedding_act_fn", "timestep_post_act"}) {
    read.only(field, {});
  }
  for (const char* field : {"class_embeddings_concat", "dual_cross_attention", "only_cross_attention", "mid_block_only_cross_attention"}) {
    read.only(field, {false});
  }
  read.only("act_fn", {"silu", "swish"});
  read.only("attention_type", {"default"});
  read.only("resnet_time_scale_shift", {"default"});
  read.only("time_embedding_type", {"positional"});
  // Read by blocks that we do not run only; dropout is off outside of training, and ours trains without.
  read.ignore({"addition_embed_type_num_heads", "addition_time_embed_dim", "cross_attention_norm", "dropout", "resnet_out_scale_factor",
               "resnet_skip_time_act"});
}

void check_block_types(ConfigReader& read, const std::string& field, const std::vector<std::string>& types,
                       const std::vector<std::string>& run) {
  if (types.empty() || types.size() > most_levels) read.refuse(field, "a list of 1 to " + std::to_string(most_levels) + " block types");
  for (const std::string& type : types) {
    if (std::find(run.begin(), run.end(), type) == run.end()) read.unsupported(field);
  }
}

void read_levels(ConfigReader& read, UNetConfig& config) {
  config.down_block_types = read.texts("down_block_types", {"CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
                                                            "DownBlock2D"});
  config.up_block_types = read.texts("up_block_types", {"UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"});
  check_block_types(read, "down_block_types", config.down_block_types, {"DownBlock2D", "CrossAttnDownBlock2D"});
  check_block_types(read, "up_block_types", config.up_block_types, {"UpBlock2D", "CrossAttnUpBlock2D"});
  const std::size_t levels = config.down_block_types.size();
  if (config.up_block_types.size() != levels) {
    read.refuse("up_block_types", "a list of " + std::to_string(levels) + ", as down_block_types");
  }
  config.block_out_channels = read.integers("block_out_channels", {320, 640, 1280, 1280}, channel_limits);
  if (config.block_out_channels.size() != levels) {
    read.refuse("block_out_channels", "a list of " + std::to_string(levels) + " whole numbers, as down_block_types");
  }
  config.layers_per_block = read.integers("layers_per_block", {2}, {1, 64}, levels);
  config.transformer_layers = read.integers("transformer_layers_per_block", {1}, {1, 128}, levels);
  // The file says attention_head_dim where it means the number of heads (diffusers issue 2011).
  config.attention_heads = read.integers("attention_head_dim", {8}, {1, 1024}, levels);
  config.attention_heads = read.has("num_attention_heads") ? read.integers("num_attention_heads", {8}, {1, 1024}, levels)
                                                           : config.attention_heads;
}

void check_divisible(ConfigReader& read, const UNetConfig& config) {
  for (std::size_t i = 0; i < config.block_out_channels.size(); ++i) {
    const std::int64_t channels = config.block_out_channels[i];
    if (channels % config.norm_num_groups != 0) {
      read.refuse("block_out_channels", "multiples of norm_num_groups, " + std::to_string(config.norm_num_groups));
    }
    const bool mid = i + 1 == config.block_out_channels.size() && config.has_mid_block;
    const bool attends = mid || config.down_block_types[i] == "CrossAttnDownBlock2D" ||
                         config.up_block_types[config.block_out_channels.size() - 1 - i] == "CrossAttnUpBlock2D";
    if (attends && channels % config.attention_heads[i] != 0) {
      read.refuse("block_out_channels", "multiples of the number of attention heads, " + std::to_string(config.attention_heads[i]));
    }
  }
}

/// A field that we run only with one value for all levels.
std::int64_t same_everywhere(ConfigReader& read, const std::string& field, std::int64_t otherwise, Limits limits, std::size_t count) {
  const auto values = read.integers(field, {otherwise}, limits, count);
  if (std::any_of(values.begin(), values.end(), [&](std::int64_t value) { return value != values[0]; })) read.unsupported(field);
  return values[0];
}

std::int64_t odd_number(ConfigReader& read, const std::string& field) {
  const std::int64_t number = read.integer(field, 3, {1, 15});
  if (number % 2 == 0) read.refuse(field, "an odd number");
  return number;
}

}  // namespace

UNetConfig read_unet_config(const Json& json, const std::filesystem::path& file, std::vector<std::string>& warnings) {
  ConfigReader read(json, file);
  UNetConfig config;
  check_switched_off(read);
  read_levels(read, config);
  config.sample_size = same_everywhere(read, "sample_size", 64, {1, 4096}, 2);
  config.in_channels = read.integer("in_channels", 4, channel_limits);
  config.out_channels = read.integer("out_channels", 4, channel_limits);
  config.cross_attention_dim = same_everywhere(read, "cross_attention_dim", 1280, channel_limits, config.block_out_channels.size());
  config.center_input_sample = read.boolean("center_input_sample", false);
  config.flip_sin_to_cos = read.boolean("flip_sin_to_cos", true);
  config.freq_shift = read.number("freq_shift", 0, -1000, 1000);
  config.downsample_padding = read.integer("downsample_padding", 1, {0, 1});
  config.mid_block_scale_factor = read.number("mid_block_scale_factor", 1, 1e-6, 1e6);
  config.norm_num_groups = read.integer("norm_num_groups", 32, channel_limits);
  config.norm_eps = read.number("norm_eps", 1e-5, 1e-12, 0.1);
  config.use_linear_projection = read.boolean("use_linear_projection", false);
  config.upcast_attention = read.boolean("upcast_attention", false);
  config.time_embedding_dim = read.integer("time_embedding_dim", 0, channel_limits);
  config.conv_in_kernel = odd_number(read, "conv_in_kernel");
  config.conv_out_kernel = odd_number(read, "conv_out_kernel");
  read.only("mid_block_type", {"UNetMidBlock2DCrossAttn"});
  config.has_mid_block = !json.contains("mid_block_type") || !json["mid_block_type"].is_null();
  check_divisible(read, config);
  for (const std::string& warning : read.unknown()) warnings.push_back(warning);
  return config;
}

}  // namespace likeness::models
