#include "engine/models/single_file_config.h"

#include <algorithm>

#include "engine/base/error.h"

namespace likeness::models {
namespace {

constexpr std::int64_t head_width = 64;
constexpr std::size_t most_layers = 64, most_text_layers = 128;

class Shapes {
 public:
  Shapes(const io::TensorIndex& index, std::string prefix) : index_(index), prefix_(std::move(prefix)) {}

  bool has(const std::string& name) const { return index_.tensors.contains(prefix_ + name); }
  bool any(const std::string& start) const {
    const auto found = index_.tensors.lower_bound(prefix_ + start);
    return found != index_.tensors.end() && found->first.starts_with(prefix_ + start);
  }

  const std::vector<std::int64_t>& of(const std::string& name, std::size_t dimensions) const {
    const auto found = index_.tensors.find(prefix_ + name);
    const std::string what = index_.path.string() + ": the tensor " + prefix_ + name;
    const std::string hint = "The file is incomplete, or of another kind than its other names say.";
    if (found == index_.tensors.end()) throw Error(ErrorKind::bad_input, what + " is missing.", hint);
    if (found->second.shape.size() != dimensions)
      throw Error(ErrorKind::bad_input,
                  what + " should have " + std::to_string(dimensions) + " dimensions but has the shape " +
                      io::shape_text(found->second.shape) + ".",
                  hint);
    return found->second.shape;
  }

  /// How many of `before + number + after` there are, from 0 on.
  std::size_t count(const std::string& before, const std::string& after, std::size_t most) const {
    std::size_t number = 0;
    while (number < most && any(before + std::to_string(number) + after)) ++number;
    return number;
  }

 private:
  const io::TensorIndex& index_;
  std::string prefix_;
};

struct Level {
  std::int64_t channels = 0;
  std::size_t layers = 0;
  bool attends = false;
};

std::vector<Level> unet_levels(const Shapes& shapes) {
  std::vector<Level> levels(1);
  for (std::size_t block = 1; block < most_layers; ++block) {
    const std::string name = "input_blocks." + std::to_string(block) + ".";
    if (shapes.any(name + "0.op.")) {
      levels.emplace_back();
    } else if (shapes.any(name + "0.")) {
      levels.back().channels = shapes.of(name + "0.in_layers.2.weight", 4)[0];
      ++levels.back().layers;
      levels.back().attends = levels.back().attends || shapes.any(name + "1.");
    } else {
      break;
    }
  }
  return levels;
}

/// The first cross attention's key: its width is the words', and its place tells whether projections are linear.
Json unet_config(const io::TensorIndex& index, const Content& content) {
  const Shapes shapes(index, "model.diffusion_model.");
  const auto& first = shapes.of("input_blocks.0.0.weight", 4);
  const std::vector<Level> levels = unet_levels(shapes);
  const bool second = content.architecture == "sd2";
  const std::string attention = "middle_block.1.";
  Json channels = Json::array(), layers = Json::array(), heads = Json::array(), down = Json::array(), up = Json::array();
  for (const Level& level : levels) {
    channels.push_back(level.channels);
    layers.push_back(level.layers);
    heads.push_back(second ? std::max<std::int64_t>(level.channels / head_width, 1) : 8);
    down.push_back(level.attends ? "CrossAttnDownBlock2D" : "DownBlock2D");
    up.insert(up.begin(), level.attends ? "CrossAttnUpBlock2D" : "UpBlock2D");
  }
  const std::size_t depth = shapes.count(attention + "transformer_blocks.", ".", most_layers);
  return {{"_class_name", "UNet2DConditionModel"},
          {"act_fn", "silu"},
          {"attention_head_dim", second ? heads : Json(8)},
          {"block_out_channels", channels},
          {"center_input_sample", false},
          {"cross_attention_dim", shapes.of(attention + "transformer_blocks.0.attn2.to_k.weight", 2)[1]},
          {"down_block_types", down},
          {"downsample_padding", 1},
          {"flip_sin_to_cos", true},
          {"freq_shift", 0},
          {"in_channels", first[1]},
          {"layers_per_block", std::count(layers.begin(), layers.end(), layers[0]) == std::ptrdiff_t(layers.size()) ? layers[0] : layers},
          {"mid_block_scale_factor", 1},
          {"norm_eps", 1e-5},
          {"norm_num_groups", 32},
          {"out_channels", shapes.of("out.2.weight", 4)[0]},
          {"sample_size", 64},
          {"transformer_layers_per_block", depth},
          {"up_block_types", up},
          {"use_linear_projection", shapes.has(attention + "proj_in.weight") &&
                                        index.tensors.at("model.diffusion_model." + attention + "proj_in.weight").shape.size() == 2}};
}

/// Of the original's names or, in a file of its own, diffusers' (old or new).
Json vae_config(const io::TensorIndex& index) {
  const Shapes shapes(index, vae_prefix(index));
  const bool folder_names = shapes.any("encoder.down_blocks.");
  const std::string down = folder_names ? "encoder.down_blocks." : "encoder.down.", block = folder_names ? ".resnets." : ".block.";
  const std::size_t levels = shapes.count(down, ".", 8);
  Json channels = Json::array();
  for (std::size_t i = 0; i < levels; ++i) channels.push_back(shapes.of(down + std::to_string(i) + block + "0.conv1.weight", 4)[0]);
  return {{"_class_name", "AutoencoderKL"},
          {"act_fn", "silu"},
          {"block_out_channels", channels},
          {"down_block_types", std::vector<std::string>(levels, "DownEncoderBlock2D")},
          {"in_channels", shapes.of("encoder.conv_in.weight", 4)[1]},
          {"latent_channels", shapes.of("decoder.conv_in.weight", 4)[1]},
          {"layers_per_block", shapes.count(down + "0" + block, ".", most_layers)},
          {"norm_num_groups", 32},
          {"out_channels", shapes.of("decoder.conv_out.weight", 4)[0]},
          {"sample_size", 512},
          {"scaling_factor", 0.18215},
          {"up_block_types", std::vector<std::string>(levels, "UpDecoderBlock2D")},
          {"use_post_quant_conv", shapes.has("post_quant_conv.weight")},
          {"use_quant_conv", shapes.has("quant_conv.weight")}};
}

Json text_config(const io::TensorIndex& index) {
  const Shapes open_clip(index, "cond_stage_model.model.");
  const bool is_open_clip = open_clip.any("");
  const bool short_form = !is_open_clip && index.tensors.contains("cond_stage_model.transformer.embeddings.token_embedding.weight");
  const Shapes clip(index, short_form ? "cond_stage_model.transformer." : "cond_stage_model.transformer.text_model.");
  const auto& words = is_open_clip ? open_clip.of("token_embedding.weight", 2) : clip.of("embeddings.token_embedding.weight", 2);
  const auto& places = is_open_clip ? open_clip.of("positional_embedding", 2) : clip.of("embeddings.position_embedding.weight", 2);
  const auto& inner =
      is_open_clip ? open_clip.of("transformer.resblocks.0.mlp.c_fc.weight", 2) : clip.of("encoder.layers.0.mlp.fc1.weight", 2);
  const std::size_t layers = is_open_clip ? open_clip.count("transformer.resblocks.", ".", most_text_layers)
                                          : clip.count("encoder.layers.", ".", most_text_layers);
  return {{"architectures", {"CLIPTextModel"}},
          {"bos_token_id", words[0] - 2},
          {"eos_token_id", words[0] - 1},
          {"hidden_act", is_open_clip ? "gelu" : "quick_gelu"},
          {"hidden_size", words[1]},
          {"intermediate_size", inner[0]},
          {"layer_norm_eps", 1e-5},
          {"max_position_embeddings", places[0]},
          {"model_type", "clip_text_model"},
          {"num_attention_heads", std::max<std::int64_t>(words[1] / head_width, 1)},
          // OpenCLIP's last block is not used (23 of 24).
          {"num_hidden_layers", is_open_clip && layers > 1 ? layers - 1 : layers},
          {"pad_token_id", is_open_clip ? 0 : words[0] - 1},
          {"vocab_size", words[0]}};
}

}  // namespace

std::string vae_prefix(const io::TensorIndex& index) {
  const auto found = index.tensors.lower_bound("first_stage_model.");
  return found != index.tensors.end() && found->first.starts_with("first_stage_model.") ? "first_stage_model." : "";
}

std::string config_key(Component component) {
  switch (component) {
    case Component::unet: return "likeness.unet_config";
    case Component::vae: return "likeness.vae_config";
    default: return "likeness.text_encoder_config";
  }
}

Json config_from_shapes(const io::TensorIndex& index, Component component, const Content& content) {
  const auto stated = index.metadata.find(config_key(component));
  if (stated != index.metadata.end()) return parse_json(stated->second, index.path.string() + ", " + config_key(component));
  switch (component) {
    case Component::unet: return unet_config(index, content);
    case Component::vae: return vae_config(index);
    default: return text_config(index);
  }
}

}  // namespace likeness::models
