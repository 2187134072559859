// Tiny decoders against diffusers' AutoencoderTiny (tests/golden/savings.py), in every layout; and files that are none.
#include "engine/models/tiny_decoder.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/io/checkpoint.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"

namespace likeness::models::tiny_decoder_tests {
namespace {

const Model& model() { return *golden::load("tiny-sd1").model; }

std::filesystem::path file(const char* name) { return golden::folder("tiny-sd1").parent_path() / "taesd" / name; }

Refusal refused(const std::function<void(tensor::TensorMap&)>& change) {
  const test::TemporaryFolder folder;
  auto tensors = tensor::read_tensors(file("taesd_decoder.safetensors"));
  change(tensors);
  tensor::write_tensors(folder / "tiny.safetensors", tensors);
  return refusal_of([&] { load_tiny_decoder(folder / "tiny.safetensors", model()); });
}

}  // namespace

TEST_CASE("diffusers' file, the original's, as safetensors and as a pickle: the reference's pixels") {
  const auto expected = tensor::read_tensors(file("expected.safetensors"));
  for (const char* name : {"diffusers.safetensors", "taesd_decoder.safetensors", "taesd_decoder.pth"}) {
    CAPTURE(name);
    const auto decoder = load_tiny_decoder(file(name), model());
    CHECK(decoder->factor() == 4);
    CHECK(golden::distance(decoder->decode(expected.at("latent")), expected.at("pixels")) < 1e-5);
  }
  const test::TemporaryFolder folder;
  std::filesystem::copy(file("diffusers.safetensors"), folder / "diffusion_pytorch_model.safetensors");
  CHECK(load_tiny_decoder(folder.path(), model())->factor() == 4);
}

TEST_CASE("other files are refused with what does not fit") {
  CHECK(refused([](auto& t) { t["1.weight"] = at::ones({8, 16, 3, 3}); }).mentions("expected a weight [.., 4, 3, 3], found [8, 16, 3, 3]"));
  CHECK(refused([](auto& t) { t["1.bias"] = at::ones({7}); }).mentions("its bias does not fit"));
  CHECK(refused([](auto& t) { t.erase("3.conv.2.weight"); }).mentions("layer 3 lacks conv.2.weight"));
  CHECK(refused([](auto& t) { t["3.conv.6.weight"] = at::ones({1}); }).mentions("layer 3 holds conv.6.weight"));
  CHECK(refused([](auto& t) { t["3.skip.weight"] = at::ones({1}); }).mentions("skip connection"));
  CHECK(refused([](auto& t) { t["style"] = at::ones({1}); }).mentions("it holds style"));
  CHECK(refused([](auto& t) { t.erase(t.find("1.bias")); }).mentions("it enlarges 8 times"));
  CHECK(refused([](auto& t) { t.clear(); }).kind == "bad_input");
  CHECK(refused([](auto& t) { std::erase_if(t, [](const auto& item) { return item.first != "1.weight" && item.first != "1.bias"; }); })
            .mentions("8 channels instead of 3"));
  CHECK(refusal_of([] { load_tiny_decoder(golden::folder("tiny-sd1") / "vae/diffusion_pytorch_model.safetensors", model()); }).kind ==
        "bad_input");
  CHECK(refusal_of([] { load_tiny_decoder("nowhere.safetensors", model()); }).kind == "bad_input");
}

}  // namespace likeness::models::tiny_decoder_tests
