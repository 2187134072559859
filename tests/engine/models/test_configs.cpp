#include "engine/models/configs.h"

#include <doctest/doctest.h>

#include "engine/base/error.h"

namespace likeness::models {
namespace {

const std::filesystem::path config_file = "model/unet/config.json";

Json unet_json() {
  return {{"_class_name", "UNet2DConditionModel"},
          {"block_out_channels", {32, 64}},
          {"down_block_types", {"CrossAttnDownBlock2D", "DownBlock2D"}},
          {"up_block_types", {"UpBlock2D", "CrossAttnUpBlock2D"}},
          {"cross_attention_dim", 32},
          {"attention_head_dim", 8}};
}

template <class Read>
std::string refusal(ErrorKind kind, Read&& read) {
  try {
    read();
  } catch (const Error& error) {
    CHECK(error.kind() == kind);
    return error.what();
  }
  return {};
}

std::string unet_refusal(ErrorKind kind, const std::string& field, const Json& value) {
  Json json = unet_json();
  json[field] = value;
  const std::string message = refusal(kind, [&] {
    std::vector<std::string> warnings;
    read_unet_config(json, config_file, warnings);
  });
  CAPTURE(field);
  CHECK(message.find(config_file.string()) == 0);
  return message;
}

bool mentions(const std::string& message, const std::string& part) { return message.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("absent fields take the reference's defaults, lists and single numbers mean the same") {
  std::vector<std::string> warnings;
  const UNetConfig plain = read_unet_config(Json::object(), config_file, warnings);
  CHECK(plain.block_out_channels == std::vector<std::int64_t>{320, 640, 1280, 1280});
  CHECK(plain.cross_attention_dim == 1280);
  CHECK(plain.layers_per_block == std::vector<std::int64_t>{2, 2, 2, 2});
  CHECK(plain.attention_heads == std::vector<std::int64_t>{8, 8, 8, 8});
  CHECK(warnings.empty());
  Json json = unet_json();
  json["attention_head_dim"] = {4, 16};
  json["layers_per_block"] = {1, 3};
  json["mid_block_type"] = nullptr;
  json["sample_size"] = {32, 32};
  const UNetConfig listed = read_unet_config(json, config_file, warnings);
  CHECK(listed.attention_heads == std::vector<std::int64_t>{4, 16});
  CHECK(listed.layers_per_block == std::vector<std::int64_t>{1, 3});
  CHECK(listed.sample_size == 32);
  CHECK_FALSE(listed.has_mid_block);
  json["num_attention_heads"] = 2;
  CHECK(read_unet_config(json, config_file, warnings).attention_heads == std::vector<std::int64_t>{2, 2});
}

TEST_CASE("a field that nobody knows is warned about by name") {
  std::vector<std::string> warnings;
  Json json = unet_json();
  json["sparkle"] = 3;
  read_unet_config(json, config_file, warnings);
  REQUIRE(warnings.size() == 1);
  CHECK(mentions(warnings[0], "sparkle"));
}

TEST_CASE("hostile values are refused before anything is built, with field, expected and found") {
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "in_channels", "4"), "in_channels should be a whole number"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "block_out_channels", {1000000000, 64}), "1000000000"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "norm_num_groups", 0), "found 0"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "norm_num_groups", 7), "multiples of norm_num_groups, 7"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "attention_head_dim", 24), "attention heads, 24"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "block_out_channels", {32}), "list of 2"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "layers_per_block", {1, 2, 3}), "list of 2"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "norm_eps", "small"), "norm_eps"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "in_channels", 1e300), "in_channels"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "in_channels", 4.5), "4.5"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "flip_sin_to_cos", 1), "true or false"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "down_block_types", Json::array()), "down_block_types"));
  CHECK(mentions(unet_refusal(ErrorKind::bad_input, "conv_in_kernel", 4), "an odd number"));
}

TEST_CASE("what we know but do not run is named with its value") {
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "class_embed_type", "timestep"), "class_embed_type is \"timestep\""));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "addition_embed_type", "text_time"), "text_time"));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "dual_cross_attention", true), "dual_cross_attention is true"));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "time_embedding_type", "fourier"), "fourier"));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "resnet_time_scale_shift", "scale_shift"), "scale_shift"));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "down_block_types", {"AttnDownBlock2D", "DownBlock2D"}), "AttnDownBlock2D"));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "mid_block_type", "UNetMidBlock2D"), "mid_block_type"));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "cross_attention_dim", {32, 64}), "cross_attention_dim"));
  CHECK(mentions(unet_refusal(ErrorKind::unsupported, "act_fn", "mish"), "mish"));
}

TEST_CASE("the text encoder's and the autoencoder's configs are checked alike") {
  std::vector<std::string> warnings;
  const auto text = [&](const Json& json) { return [&warnings, json] { read_text_config(json, "t/config.json", warnings); }; };
  const auto vae = [&](const Json& json) { return [&warnings, json] { read_vae_config(json, "v/config.json", warnings); }; };
  CHECK(mentions(refusal(ErrorKind::unsupported, text({{"hidden_act", "relu"}})), "relu"));
  CHECK(mentions(refusal(ErrorKind::bad_input, text({{"num_attention_heads", 7}})), "divisor of hidden_size"));
  CHECK(mentions(refusal(ErrorKind::bad_input, text({{"vocab_size", -1}})), "vocab_size"));
  CHECK(mentions(refusal(ErrorKind::bad_input, text(Json::array({1}))), "object"));
  CHECK(mentions(refusal(ErrorKind::bad_input, vae({{"scaling_factor", 0}})), "scaling_factor"));
  CHECK(mentions(refusal(ErrorKind::bad_input, vae({{"block_out_channels", {48}}})), "norm_num_groups, 32"));
  CHECK(mentions(refusal(ErrorKind::unsupported, vae({{"block_out_channels", {32}}, {"down_block_types", {"AttnDownEncoderBlock2D"}}})),
                 "AttnDownEncoderBlock2D"));
  CHECK(mentions(refusal(ErrorKind::unsupported, vae({{"latents_mean", {0.5}}})), "latents_mean"));
  const VaeConfig flux = read_vae_config({{"shift_factor", 0.1}, {"use_quant_conv", false}, {"norm_num_groups", 32}}, "v", warnings);
  CHECK(flux.shift_factor == 0.1);
  CHECK_FALSE(flux.use_quant_conv);
}

}  // namespace likeness::models
