#include "engine/models/original_names.h"

namespace likeness::models {
namespace {

const Renames unet_resnet{{"norm1.", "in_layers.0."},  {"conv1.", "in_layers.2."},  {"time_emb_proj.", "emb_layers.1."},
                          {"norm2.", "out_layers.0."}, {"conv2.", "out_layers.3."}, {"conv_shortcut.", "skip_connection."}};
const Renames vae_resnet{{"conv_shortcut.", "nin_shortcut."}};
const Renames vae_attention{{"group_norm.", "norm."}, {"to_q.", "q."}, {"to_k.", "k."}, {"to_v.", "v."}, {"to_out.0.", "proj_out."}};
const Renames open_clip_layer{{"layer_norm1.", "ln_1."},
                              {"layer_norm2.", "ln_2."},
                              {"mlp.fc1.", "mlp.c_fc."},
                              {"mlp.fc2.", "mlp.c_proj."},
                              {"self_attn.out_proj.", "attn.out_proj."},
                              {"self_attn.q_proj.", "attn.in_proj_"},
                              {"self_attn.k_proj.", "attn.in_proj_"},
                              {"self_attn.v_proj.", "attn.in_proj_"}};

std::string numbered(const char* start, std::size_t number) { return start + std::to_string(number) + "."; }

void add_unet_down(NameTable& table, const UNetConfig& config) {
  std::size_t block = 1;
  for (std::size_t i = 0; i < config.block_out_channels.size(); ++i) {
    const std::string level = numbered("down_blocks.", i);
    for (std::int64_t j = 0; j < config.layers_per_block[i]; ++j, ++block) {
      const std::string layer = std::to_string(j) + ".", original = numbered("input_blocks.", block);
      table.modules.push_back({level + "resnets." + layer, original + "0.", &unet_resnet});
      table.modules.push_back({level + "attentions." + layer, original + "1."});
    }
    if (i + 1 == config.block_out_channels.size()) break;
    table.modules.push_back({level + "downsamplers.0.conv.", numbered("input_blocks.", block++) + "0.op."});
  }
}

void add_unet_up(NameTable& table, const UNetConfig& config) {
  const std::size_t levels = config.block_out_channels.size();
  std::size_t block = 0;
  for (std::size_t i = 0; i < levels; ++i) {
    const std::string level = numbered("up_blocks.", i);
    const bool attends = config.up_block_types[i] == "CrossAttnUpBlock2D";
    const std::int64_t layers = config.layers_per_block[levels - 1 - i] + 1;
    for (std::int64_t j = 0; j < layers; ++j, ++block) {
      const std::string layer = std::to_string(j) + ".", original = numbered("output_blocks.", block);
      table.modules.push_back({level + "resnets." + layer, original + "0.", &unet_resnet});
      table.modules.push_back({level + "attentions." + layer, original + "1."});
      if (j + 1 == layers && i + 1 < levels)
        table.modules.push_back({level + "upsamplers.0.conv.", original + (attends ? "2.conv." : "1.conv.")});
    }
  }
}

/// The middle and the ends, alike in encoder and decoder.
void add_vae_half(NameTable& table, const std::string& half) {
  table.modules.push_back({half + "mid_block.resnets.0.", half + "mid.block_1.", &vae_resnet});
  table.modules.push_back({half + "mid_block.attentions.0.", half + "mid.attn_1.", &vae_attention});
  table.modules.push_back({half + "mid_block.resnets.1.", half + "mid.block_2.", &vae_resnet});
  table.modules.push_back({half + "conv_norm_out.", half + "norm_out."});
}

void add_open_clip(NameTable& table, std::int64_t layers) {
  table.prefix = "cond_stage_model.model.";
  table.modules = {{"text_model.embeddings.token_embedding.", "token_embedding."},
                   {"text_model.embeddings.position_embedding.weight", "positional_embedding"},
                   {"text_model.final_layer_norm.", "ln_final."}};
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string number = std::to_string(i) + ".";
    table.modules.push_back({"text_model.encoder.layers." + number, "transformer.resblocks." + number, &open_clip_layer});
  }
}

int third_of(const std::string& name) {
  constexpr const char* parts[] = {".self_attn.q_proj.", ".self_attn.k_proj.", ".self_attn.v_proj."};
  for (int i = 0; i < 3; ++i)
    if (name.find(parts[i]) != std::string::npos) return i;
  return -1;
}

}  // namespace

NameTable unet_names(const UNetConfig& config) {
  NameTable table{"model.diffusion_model.",
                  {{"time_embedding.linear_1.", "time_embed.0."},
                   {"time_embedding.linear_2.", "time_embed.2."},
                   {"conv_in.", "input_blocks.0.0."},
                   {"conv_norm_out.", "out.0."},
                   {"conv_out.", "out.2."},
                   {"mid_block.resnets.0.", "middle_block.0.", &unet_resnet},
                   {"mid_block.attentions.0.", "middle_block.1."},
                   {"mid_block.resnets.1.", "middle_block.2.", &unet_resnet}}};
  add_unet_down(table, config);
  add_unet_up(table, config);
  return table;
}

NameTable vae_names(const VaeConfig& config) {
  NameTable table{"first_stage_model.", {}};
  add_vae_half(table, "encoder.");
  add_vae_half(table, "decoder.");
  const std::size_t levels = config.block_out_channels.size();
  for (std::size_t i = 0; i < levels; ++i) {
    const std::string down = numbered("encoder.down_blocks.", i), up = numbered("decoder.up_blocks.", i);
    const std::string original_down = numbered("encoder.down.", i), original_up = numbered("decoder.up.", levels - 1 - i);
    for (std::int64_t j = 0; j <= config.layers_per_block; ++j) {
      const std::string layer = std::to_string(j) + ".";
      table.modules.push_back({down + "resnets." + layer, original_down + "block." + layer, &vae_resnet});
      table.modules.push_back({up + "resnets." + layer, original_up + "block." + layer, &vae_resnet});
    }
    table.modules.push_back({down + "downsamplers.0.", original_down + "downsample."});
    table.modules.push_back({up + "upsamplers.0.", original_up + "upsample."});
  }
  return table;
}

NameTable text_names(const ClipTextConfig& config) {
  NameTable table{"cond_stage_model.transformer.", {}};
  if (config.hidden_act == "gelu") add_open_clip(table, config.num_hidden_layers);
  return table;
}

Place place_in_original(const NameTable& table, const std::string& folder_name) {
  for (const ModuleRow& row : table.modules) {
    if (!folder_name.starts_with(row.folder)) continue;
    std::string rest = folder_name.substr(row.folder.size());
    if (row.inside) {
      for (const auto& [from, to] : *row.inside) {
        if (!rest.starts_with(from)) continue;
        rest = to + rest.substr(from.size());
        break;
      }
    }
    return {table.prefix + row.original + rest, row.inside == &open_clip_layer ? third_of(folder_name) : -1};
  }
  return {table.prefix + folder_name};
}

}  // namespace likeness::models
