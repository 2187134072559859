// The shapes that the components of a model are built from, as their config.json files state them. Plain values: see configs.h for reading,
// text_encoder.h, unet.h and vae.h for what is built. Names are those of the files.
// Source: transformers CLIPTextConfig; diffusers UNet2DConditionModel and AutoencoderKL.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace likeness::models {

struct ClipTextConfig {
  std::int64_t vocab_size = 49408;
  std::int64_t hidden_size = 512;
  std::int64_t intermediate_size = 2048;
  std::int64_t num_hidden_layers = 12;
  std::int64_t num_attention_heads = 8;
  std::int64_t max_position_embeddings = 77;
  double layer_norm_eps = 1e-5;
  std::string hidden_act = "quick_gelu";  // or "gelu"
};

struct UNetConfig {
  std::int64_t sample_size = 64;
  std::int64_t in_channels = 4;
  std::int64_t out_channels = 4;
  bool flip_sin_to_cos = true;
  double freq_shift = 0;
  std::vector<std::string> down_block_types;
  std::vector<std::string> up_block_types;
  std::vector<std::int64_t> block_out_channels;
  std::vector<std::int64_t> layers_per_block;        // one per level
  std::vector<std::int64_t> transformer_layers;      // one per level
  std::vector<std::int64_t> attention_heads;         // one per level (the file calls it attention_head_dim for SD 1.x)
  std::int64_t cross_attention_dim = 768;
  std::int64_t downsample_padding = 1;
  std::int64_t norm_num_groups = 32;
  double norm_eps = 1e-5;
  double mid_block_scale_factor = 1;
  bool use_linear_projection = false;
  bool upcast_attention = false;
  bool has_mid_block = true;
  std::int64_t time_embedding_dim = 0;               // 0: four times the first level's channels
  std::int64_t conv_in_kernel = 3;
  std::int64_t conv_out_kernel = 3;
  bool center_input_sample = false;
};

struct VaeConfig {
  std::int64_t in_channels = 3;
  std::int64_t out_channels = 3;
  std::int64_t latent_channels = 4;
  std::vector<std::string> down_block_types;
  std::vector<std::string> up_block_types;
  std::vector<std::int64_t> block_out_channels;
  std::int64_t layers_per_block = 1;
  std::int64_t norm_num_groups = 32;
  double scaling_factor = 0.18215;
  double shift_factor = 0;
  bool use_quant_conv = true;
  bool use_post_quant_conv = true;
  bool mid_block_add_attention = true;
  bool force_upcast = true;                          // weights stay float32 where the rest is float16
};

}  // namespace likeness::models
