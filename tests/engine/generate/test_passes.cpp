// What a request asks for beside words: start pictures, masks, second passes, seeds, guidance, file kinds; each made again with the same
// bytes from the picture's own settings, and said in its text.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/image/infotext.h"
#include "engine/image/picture_text.h"
#include "engine/tensor/files.h"
#include "tests/engine/generate/models_for_tests.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using namespace likeness::generate;
using fixtures::Job;
using fixtures::model_for_tests;
using likeness::test::read_all;
using likeness::test::TemporaryFolder;

namespace {

std::string seed_only(const api::Generate& one) { return std::to_string(one.sample.seed); }

struct Files {
  TemporaryFolder folder;
  std::string init = (folder / "init.png").string(), mask = (folder / "mask.png").string();

  Files() {
    image::Picture picture{80, 48, {}}, white{80, 48, {}};
    for (int y = 0; y < 48; ++y)
      for (int x = 0; x < 80; ++x) {
        for (const int value : {3 * x, 5 * y, 120}) picture.rgb.push_back(static_cast<std::uint8_t>(value));
        white.rgb.insert(white.rgb.end(), 3, x >= 40 ? 255 : 0);
      }
    image::write_png(init, picture);
    image::write_png(mask, white);
  }
};

api::Generate small_request(const TemporaryFolder& out) {
  api::Generate request;
  request.prompts = {"a photo of a dog"};
  request.sample = {.sampler = "euler_a", .steps = 4, .guidance = 5, .width = 64, .height = 48, .seed = 40};
  request.out_folder = out.path().string();
  request.preview_every = 0;
  return request;
}

std::optional<std::string> said(const api::PictureInfo& picture, const char* key) {
  return image::parameter(image::parse_infotext(picture.parameters), key);
}

/// Makes it, makes it again from its own request, compares the bytes.
api::PictureInfo made_twice(const api::Generate& request) {
  Job job;
  const Made first = run(request, model_for_tests("tiny-sd1"), seed_only, job.context);
  const TemporaryFolder again;
  api::Generate same = first.pictures.at(0).request;
  same.out_folder = again.path().string();
  const Made second = run(same, model_for_tests("tiny-sd1"), seed_only, job.context);
  CHECK(read_all(first.files[0]) == read_all(second.files[0]));
  return first.pictures[0];
}

image::Picture picture_in(const std::string& file) { return image::read_picture(file).picture; }

std::string refusal_of(const api::Generate& request) {
  Job job;
  try {
    run(request, model_for_tests("tiny-sd1"), seed_only, job.context);
  } catch (const Error& error) {
    return std::string(error_kind_name(error.kind())) + " " + error.what();
  }
  return "nothing thrown";
}

}  // namespace

TEST_CASE("image to image: fewer steps, the strength said, the path kept") {
  const Files files;
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  request.picture.init = files.init;
  request.picture.strength = 0.5;
  const api::PictureInfo picture = made_twice(request);
  CHECK(said(picture, "Denoising strength") == "0.5");
  CHECK(said(picture, "Size") == "64x48");
  CHECK(picture.request.picture.init == files.init);
  Job job;
  run(request, model_for_tests("tiny-sd1"), seed_only, job.context);
  CHECK(job.images(api::ImageKind::final)[0].step == 2);
  request.picture.init = (files.folder / "nothing.png").string();
  CHECK(refusal_of(request).starts_with("bad_input"));
}

TEST_CASE("a mask: what is black is the start picture itself, whole or in its own size") {
  const Files files;
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  request.picture = {.init = files.init, .strength = 1, .mask = files.mask, .mask_blur = 2};
  const api::PictureInfo whole = made_twice(request);
  CHECK(said(whole, "Mask blur") == "2");
  CHECK(whole.width == 64);
  request.sample.width = 48;
  request.picture.masked_only = true;
  request.picture.mask_padding = 4;
  const api::PictureInfo part = made_twice(request);
  CHECK(part.width == 80);
  CHECK(said(part, "Inpaint area") == "Only masked");
  const image::Picture before = picture_in(files.init), after = picture_in(part.file);
  int unchanged = 0, changed = 0;
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 80; ++x) {
      const auto at = static_cast<std::size_t>(3 * (80 * y + x));
      const bool same = std::equal(&before.rgb[at], &before.rgb[at] + 3, &after.rgb[at]);
      if (x < 32) unchanged += same ? 1 : 0;
      if (x >= 48) changed += same ? 0 : 1;
    }
  CHECK(unchanged == 32 * 48);
  CHECK(changed > 28 * 48);
  request.picture.init.clear();
  CHECK(refusal_of(request).starts_with("usage"));
}

TEST_CASE("a second pass makes the picture larger, in latents or by Lanczos") {
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  request.picture.hires_scale = 1.5;
  request.picture.hires_steps = 6;
  request.picture.hires_strength = 0.5;
  const api::PictureInfo latent = made_twice(request);
  CHECK(latent.width == 96);
  CHECK(latent.height == 72);
  CHECK(said(latent, "Size") == "64x48");
  CHECK(said(latent, "Hires upscale") == "1.5");
  CHECK(said(latent, "Hires steps") == "6");
  CHECK(said(latent, "Denoising strength") == "0.5");
  request.picture.hires_upscaler = "lanczos";
  const api::PictureInfo lanczos = made_twice(request);
  CHECK(said(lanczos, "Hires upscaler") == "Lanczos");
  CHECK(picture_in(lanczos.file).rgb != picture_in(latent.file).rgb);
  Job job;
  run(request, model_for_tests("tiny-sd1"), seed_only, job.context);
  CHECK(job.images(api::ImageKind::final)[0].step == 4 + 3);
  request.picture.hires_scale = 1000;
  CHECK(refusal_of(request).find("hires_scale") != std::string::npos);
}

TEST_CASE("seeds and guidance: off they change nothing, on they are said") {
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  const image::Picture plain = picture_in(made_twice(request).file);
  const auto changed = [&](auto change) {
    api::Generate other = request;
    change(other.sample);
    const api::PictureInfo picture = made_twice(other);
    CHECK(picture_in(picture.file).rgb != plain.rgb);
    return picture;
  };
  const auto varied = changed([](auto& s) { s.variation_strength = 0.3; });
  CHECK(said(varied, "Variation seed strength") == "0.3");
  CHECK(said(varied, "Variation seed") == std::to_string(varied.request.sample.variation_seed));
  CHECK(varied.request.sample.variation_seed >= 0);
  CHECK(said(changed([](auto& s) { s.noise = "gpu"; }), "RNG") == "NV");
  CHECK(said(changed([](auto& s) { s.tiling = true; }), "Tiling") == "True");
  CHECK(said(changed([](auto& s) { s.guidance_rescale = 0.7; }), "Guidance rescale") == "0.7");
  CHECK(said(changed([](auto& s) { s.guidance_start = 0.5; }), "Guidance interval") == "0.5-1");
  CHECK(said(changed([](auto& s) { s.dynamic_threshold = 2; }), "Mimic scale") == "2");
  CHECK(said(changed([](auto& s) { s.pag_scale = 3; }), "PAG Scale") == "3");
  CHECK(said(changed([](auto& s) { s.tome_ratio = 0.5; }), "Token merging ratio") == "0.5");
  CHECK(said(changed([](auto& s) { s.deep_cache_interval = 2; }), "DeepCache Interval") == "2");
  request.sample.noise = "tpu";
  CHECK(refusal_of(request).starts_with("bad_input noise"));
}

TEST_CASE("a batch with a variation seed is its single pictures") {
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  request.sample.count = 2;
  request.sample.variation_seed = 7;
  request.sample.variation_strength = 0.5;
  Job job;
  const Made both = run(request, model_for_tests("tiny-sd1"), seed_only, job.context);
  request.sample.count = 1;
  request.sample.seed = 41;
  request.sample.variation_seed = 8;
  const Made second = run(request, model_for_tests("tiny-sd1"), seed_only, job.context);
  CHECK(read_all(both.files[1]) == read_all(second.files[0]));
}

TEST_CASE("JPEG and WebP carry the same texts as PNG; numbers go on across kinds") {
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  std::string parameters;
  for (const std::string format : {"png", "jpeg", "webp"}) {
    request.picture.format = format;
    const api::PictureInfo picture = made_twice(request);
    const auto texts = image::read_picture_texts(picture.file);
    REQUIRE(texts.size() == 2);
    for (const auto& text : texts) CHECK(text.text == (text.key == "parameters" ? picture.parameters : "40"));
    CHECK(image::probe_picture(picture.file).format == format);
  }
  CHECK(std::filesystem::exists(out / "00001-40.jpg"));
  CHECK(std::filesystem::exists(out / "00002-40.webp"));
  request.picture.format = "gif";
  CHECK(refusal_of(request).starts_with("bad_input format"));
}

TEST_CASE("a tiny decoder makes pictures and previews, or previews alone, and the picture says so") {
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  const api::PictureInfo plain = made_twice(request);
  request.picture.taesd = fixtures::golden_folder + "/taesd/taesd_decoder.safetensors";
  const api::PictureInfo tiny = made_twice(request);
  CHECK(picture_in(tiny.file).rgb != picture_in(plain.file).rgb);
  CHECK(said(tiny, "VAE Decoder") == "TAESD");
  CHECK(std::filesystem::path(tiny.request.picture.taesd).is_absolute());
  request.picture.taesd_previews_only = true;
  request.preview_every = 2;
  Job job;
  const Made previews = run(request, model_for_tests("tiny-sd1"), seed_only, job.context);
  CHECK(picture_in(previews.files[0]).rgb == picture_in(plain.file).rgb);
  CHECK_FALSE(said(previews.pictures[0], "VAE Decoder").has_value());
  const auto seen = job.images(api::ImageKind::preview);
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].pixels->width == 64);
  CHECK(seen[0].pixels->height == 48);
  request.sample.tiling = true;
  CHECK(made_twice(request).width == 64);
  request.picture.taesd_previews_only = false;
  CHECK(refusal_of(request).find("taesd") != std::string::npos);
}

TEST_CASE("tiles and repeating edges exclude each other") {
  const TemporaryFolder out;
  api::Generate request = small_request(out);
  request.picture.vae_tile = 32;
  CHECK(made_twice(request).width == 64);
  request.sample.tiling = true;
  CHECK(refusal_of(request).find("vae_tile") != std::string::npos);
}
