#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/models/components.h"
#include "tests/engine/models/golden.h"

namespace likeness::models {

using golden::distance;

namespace {

void check_text(const golden::Case& golden) {
  const auto& encoder = golden.model->text_encoder;
  CHECK(distance(encoder.forward(golden.tensors.at("ids")), golden.tensors.at("context")) < golden::text_tolerance);
  CHECK(distance(encoder.forward(golden.tensors.at("ids"), 2), golden.tensors.at("context_clip_skip_2")) < golden::text_tolerance);
}

void check_unet(const golden::Case& golden) {
  const auto& unet = golden.model->unet;
  const auto& t = golden.tensors;
  const at::Tensor& context = t.at("context");
  CHECK(distance(unet.forward(t.at("sample"), t.at("timestep"), context), t.at("prediction")) < golden::unet_tolerance);
  CHECK(distance(unet.forward(t.at("sample"), t.at("timestep_fraction"), context), t.at("prediction_fraction")) <
        golden::unet_tolerance);
  CHECK(distance(unet.forward(t.at("sample_wide"), t.at("timestep_wide"), context.slice(0, 0, 1)), t.at("prediction_wide")) <
        golden::unet_tolerance);
}

void check_vae(const golden::Case& golden) {
  const auto& vae = golden.model->vae;
  const auto& t = golden.tensors;
  CHECK(distance(vae.encode_mean_scaled(t.at("pixels")), t.at("latent")) < golden::vae_tolerance);
  CHECK(distance(vae.encode_mean_scaled(t.at("pixels_wide")), t.at("latent_wide")) < golden::vae_tolerance);
  CHECK(distance(vae.decode_scaled(t.at("decode_latent")), t.at("decoded")) < golden::vae_tolerance);
  CHECK(distance(vae.decode_scaled(t.at("latent_wide")), t.at("decoded_wide")) < golden::vae_tolerance);
}

}  // namespace

TEST_CASE("text states equal transformers'") {
  check_text(golden::load("tiny-sd1"));
  check_text(golden::load("starter"));
  check_text(golden::load("tiny-sd2"));
}

TEST_CASE("UNet predictions equal diffusers', also at fractional times and for wide pictures") {
  check_unet(golden::load("tiny-sd1"));
  check_unet(golden::load("starter"));
  check_unet(golden::load("tiny-sd2"));
}

TEST_CASE("latents and pictures of the autoencoder equal diffusers'") {
  check_vae(golden::load("tiny-sd1"));
  check_vae(golden::load("starter"));
  check_vae(golden::load("tiny-sd2"));
}

TEST_CASE("the first of a batch of two equals a batch of one") {
  for (const char* name : {"tiny-sd1", "starter"}) {
    const auto& [label, model, t] = golden::load(name);
    const at::Tensor one = model->unet.forward(t.at("sample").slice(0, 0, 1), t.at("timestep").slice(0, 0, 1),
                                               t.at("context").slice(0, 0, 1));
    CHECK(distance(one, t.at("prediction").slice(0, 0, 1)) < golden::unet_tolerance);
    const at::Tensor both = model->unet.forward(t.at("sample"), t.at("timestep"), t.at("context"));
    CHECK(distance(one, both.slice(0, 0, 1)) < 1e-5);
    const at::Tensor picture = model->vae.decode_scaled(t.at("decode_latent").slice(0, 0, 1));
    CHECK(distance(picture, model->vae.decode_scaled(t.at("decode_latent")).slice(0, 0, 1)) < golden::vae_tolerance / 2);
  }
}

TEST_CASE("the golden numbers notice a wrong activation, a wrong number of heads and a wrong time") {
  const auto& [label, model, t] = golden::load("tiny-sd1");
  std::vector<std::string> warnings;
  const auto with = [&](Json config, const std::string& field, const Json& value) {
    config[field] = value;
    return config;
  };
  const Json gelu = with(model->text_encoder_config, "hidden_act", "gelu");
  const auto text = load_text_encoder_from(model->folder, gelu, {}, warnings);
  CHECK(distance(text.forward(t.at("ids")), t.at("context")) > 10 * golden::text_tolerance);
  const Json heads = with(model->unet_config, "attention_head_dim", 4);
  const auto unet = load_unet_from(model->folder, heads, {}, warnings);
  CHECK(distance(unet.forward(t.at("sample"), t.at("timestep"), t.at("context")), t.at("prediction")) > 10 * golden::unet_tolerance);
  const at::Tensor later = model->unet.forward(t.at("sample"), t.at("timestep") + 1, t.at("context"));
  CHECK(distance(later, t.at("prediction")) > 10 * golden::unet_tolerance);
  const Json scaled = with(model->vae_config, "scaling_factor", 0.18);
  const auto vae = load_vae_from(model->folder, scaled, {}, warnings);
  CHECK(distance(vae.decode_scaled(t.at("decode_latent")), t.at("decoded")) > 10 * golden::vae_tolerance);
}

}  // namespace likeness::models
