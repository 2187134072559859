#include "engine/models/config_reader.h"
#include "engine/models/configs.h"

namespace likeness::models {

ClipTextConfig read_text_config(const Json& json, const std::filesystem::path& file, std::vector<std::string>& warnings) {
  ConfigReader read(json, file);
  read.only("model_type", {"clip_text_model"});
  ClipTextConfig config;
  config.vocab_size = read.integer("vocab_size", 49408, {1, 10'000'000});
  config.hidden_size = read.integer("hidden_size", 512, {1, 16384});
  config.intermediate_size = read.integer("intermediate_size", 2048, {1, 65536});
  config.num_hidden_layers = read.integer("num_hidden_layers", 12, {1, 128});
  config.num_attention_heads = read.integer("num_attention_heads", 8, {1, 1024});
  config.max_position_embeddings = read.integer("max_position_embeddings", 77, {3, 8192});
  config.layer_norm_eps = read.number("layer_norm_eps", 1e-5, 1e-12, 0.1);
  config.hidden_act = read.text("hidden_act", "quick_gelu");
  read.only("hidden_act", {"quick_gelu", "gelu"});
  if (config.hidden_size % config.num_attention_heads != 0) {
    read.refuse("num_attention_heads", "a divisor of hidden_size, " + std::to_string(config.hidden_size));
  }
  read.ignore({"architectures", "attention_dropout", "bos_token_id", "dropout", "dtype", "eos_token_id", "initializer_factor",
               "initializer_range", "pad_token_id", "projection_dim", "torch_dtype", "transformers_version"});
  for (const std::string& warning : read.unknown()) warnings.push_back(warning);
  return config;
}

}  // namespace likeness::models
