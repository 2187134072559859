#include "engine/models/original_names.h"

#include <set>

#include <doctest/doctest.h>

#include "engine/models/single_file.h"

namespace likeness::models {
namespace {

const Json unet_sd1{{"block_out_channels", {320, 640, 1280, 1280}}, {"cross_attention_dim", 768}, {"attention_head_dim", 8}};
const Json vae_sd1{{"block_out_channels", {128, 256, 512, 512}},
                   {"down_block_types", std::vector<std::string>(4, "DownEncoderBlock2D")},
                   {"up_block_types", std::vector<std::string>(4, "UpDecoderBlock2D")},
                   {"layers_per_block", 2}};
const Json text_sd1{{"hidden_size", 768}, {"intermediate_size", 3072}, {"num_attention_heads", 12}};
const Json text_sd2{
    {"hidden_size", 1024}, {"intermediate_size", 4096}, {"num_attention_heads", 16}, {"num_hidden_layers", 23}, {"hidden_act", "gelu"}};

/// All original names of a component; each tensor has a place of its own, but for the stacked thirds.
std::set<std::string> originals(Component component, const Json& config) {
  const NameTable table = names_of(component, config, "config.json");
  std::set<std::string> names;
  for (const auto& [name, shape] : parameters_of(component, config, "config.json")) {
    const Place place = place_in_original(table, name);
    CHECK(place.name.starts_with(table.prefix));
    CHECK((names.insert(place.name).second || place.third >= 0));
  }
  return names;
}

}  // namespace

TEST_CASE("Stable Diffusion 1 has as many tensors as its original files") {
  CHECK(originals(Component::unet, unet_sd1).size() == 686);
  CHECK(originals(Component::vae, vae_sd1).size() == 248);
  CHECK(originals(Component::text_encoder, text_sd1).size() == 196);
  // 24 blocks of 12 tensors, four more around them, in the original; here without the last block, projection and scale.
  CHECK(originals(Component::text_encoder, text_sd2).size() == 23 * 12 + 4);
}

TEST_CASE("a name of every kind of row, in both spellings") {
  const NameTable unet = names_of(Component::unet, unet_sd1, "c"), vae = names_of(Component::vae, vae_sd1, "c"),
                  clip = names_of(Component::text_encoder, text_sd1, "c"), open_clip = names_of(Component::text_encoder, text_sd2, "c");
  const struct {
    const NameTable& table;
    const char* folder;
    const char* original;
    int third = -1;
  } rows[] = {
      {unet, "time_embedding.linear_2.bias", "model.diffusion_model.time_embed.2.bias"},
      {unet, "conv_in.weight", "model.diffusion_model.input_blocks.0.0.weight"},
      {unet, "conv_norm_out.weight", "model.diffusion_model.out.0.weight"},
      {unet, "conv_out.bias", "model.diffusion_model.out.2.bias"},
      {unet, "down_blocks.0.resnets.1.norm1.weight", "model.diffusion_model.input_blocks.2.0.in_layers.0.weight"},
      {unet, "down_blocks.1.resnets.0.conv_shortcut.weight", "model.diffusion_model.input_blocks.4.0.skip_connection.weight"},
      {unet, "down_blocks.2.resnets.0.time_emb_proj.bias", "model.diffusion_model.input_blocks.7.0.emb_layers.1.bias"},
      {unet, "down_blocks.3.resnets.1.conv2.weight", "model.diffusion_model.input_blocks.11.0.out_layers.3.weight"},
      {unet, "down_blocks.2.downsamplers.0.conv.weight", "model.diffusion_model.input_blocks.9.0.op.weight"},
      {unet, "down_blocks.1.attentions.1.transformer_blocks.0.attn2.to_k.weight",
       "model.diffusion_model.input_blocks.5.1.transformer_blocks.0.attn2.to_k.weight"},
      {unet, "mid_block.resnets.1.norm2.bias", "model.diffusion_model.middle_block.2.out_layers.0.bias"},
      {unet, "mid_block.attentions.0.proj_in.weight", "model.diffusion_model.middle_block.1.proj_in.weight"},
      {unet, "up_blocks.0.upsamplers.0.conv.weight", "model.diffusion_model.output_blocks.2.1.conv.weight"},
      {unet, "up_blocks.1.upsamplers.0.conv.weight", "model.diffusion_model.output_blocks.5.2.conv.weight"},
      {unet, "up_blocks.3.attentions.2.norm.weight", "model.diffusion_model.output_blocks.11.1.norm.weight"},
      {unet, "up_blocks.3.resnets.0.conv1.weight", "model.diffusion_model.output_blocks.9.0.in_layers.2.weight"},
      {vae, "encoder.down_blocks.2.resnets.1.conv_shortcut.weight", "first_stage_model.encoder.down.2.block.1.nin_shortcut.weight"},
      {vae, "encoder.down_blocks.0.downsamplers.0.conv.bias", "first_stage_model.encoder.down.0.downsample.conv.bias"},
      {vae, "decoder.up_blocks.0.resnets.2.norm1.weight", "first_stage_model.decoder.up.3.block.2.norm1.weight"},
      {vae, "decoder.up_blocks.2.upsamplers.0.conv.weight", "first_stage_model.decoder.up.1.upsample.conv.weight"},
      {vae, "decoder.mid_block.attentions.0.to_out.0.weight", "first_stage_model.decoder.mid.attn_1.proj_out.weight"},
      {vae, "encoder.mid_block.attentions.0.group_norm.bias", "first_stage_model.encoder.mid.attn_1.norm.bias"},
      {vae, "encoder.mid_block.resnets.0.conv2.weight", "first_stage_model.encoder.mid.block_1.conv2.weight"},
      {vae, "decoder.conv_norm_out.weight", "first_stage_model.decoder.norm_out.weight"},
      {vae, "quant_conv.weight", "first_stage_model.quant_conv.weight"},
      {clip, "text_model.final_layer_norm.bias", "cond_stage_model.transformer.text_model.final_layer_norm.bias"},
      {open_clip, "text_model.final_layer_norm.bias", "cond_stage_model.model.ln_final.bias"},
      {open_clip, "text_model.embeddings.position_embedding.weight", "cond_stage_model.model.positional_embedding"},
      {open_clip, "text_model.encoder.layers.11.mlp.fc2.weight", "cond_stage_model.model.transformer.resblocks.11.mlp.c_proj.weight"},
      {open_clip, "text_model.encoder.layers.1.layer_norm2.weight", "cond_stage_model.model.transformer.resblocks.1.ln_2.weight"},
      {open_clip, "text_model.encoder.layers.1.self_attn.out_proj.bias",
       "cond_stage_model.model.transformer.resblocks.1.attn.out_proj.bias"},
      {open_clip, "text_model.encoder.layers.1.self_attn.q_proj.weight",
       "cond_stage_model.model.transformer.resblocks.1.attn.in_proj_weight", 0},
      {open_clip, "text_model.encoder.layers.1.self_attn.v_proj.bias", "cond_stage_model.model.transformer.resblocks.1.attn.in_proj_bias",
       2},
  };
  for (const auto& row : rows) {
    const Place place = place_in_original(row.table, row.folder);
    CHECK(place.name == row.original);
    CHECK(place.third == row.third);
  }
}

}  // namespace likeness::models
