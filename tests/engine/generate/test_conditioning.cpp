// What a prompt's syntax does to the hidden states, to the steps and to the picture.
#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/generate/conditioning.h"
#include "engine/image/infotext.h"
#include "engine/models/lora.h"
#include "engine/tensor/files.h"
#include "engine/tensor/random.h"
#include "tests/engine/generate/models_for_tests.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using namespace likeness::generate;
using likeness::test::EnvironmentOverride;
using likeness::test::read_all;
using likeness::test::TemporaryFolder;
using fixtures::Job;
using fixtures::model_for_tests;

namespace conditioning_tests {
namespace {

api::Generate request_for(const std::string& prompt, const std::string& negative = "") {
  api::Generate request;
  request.prompts = {prompt};
  request.negative = negative;
  request.sample = {.sampler = "ddim", .steps = 4, .guidance = 5, .seed = 3};
  request.preview_every = 0;
  return request;
}

Condition condition_of(const api::Generate& request, int steps = 10, const char* model = "starter") {
  Job job;
  Conditions conditions(request, model_for_tests(model), steps);
  return conditions.make(0, conditions.wordings(1, request.sample.seed, job.context).front());
}

Condition condition_of(const std::string& prompt, const std::string& negative = "") { return condition_of(request_for(prompt, negative)); }

at::Tensor plain(const std::string& text) {
  const models::Model& model = model_for_tests("starter");
  return encode_text(model, token_rows(model, {text}), 1);
}

at::Tensor positive(const Condition& condition, int step = 0) { return context_at(condition, step).positive; }

std::vector<std::string> texts_used(const Condition& condition, const std::vector<std::string>& texts, int steps) {
  std::vector<std::string> used;
  for (int step = 0; step < steps; ++step)
    for (const std::string& text : texts)
      if (positive(condition, step).equal(plain(text))) used.push_back(text);
  return used;
}

std::string fault_of(const api::Generate& request) {
  try {
    condition_of(request);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

/// Latents of the pictures.
at::Tensor latents_of(api::Generate request, const char* model = "starter") {
  const TemporaryFolder folder;
  request.dump_latents_file = (folder / "dump.safetensors").string();
  Job job;
  run(request, model_for_tests(model), nullptr, job.context);
  return tensor::read_tensors(request.dump_latents_file).at("latents").clone();
}

void write_lora(const std::filesystem::path& file) {
  constexpr const char* modules[] = {"unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q",
                                     "text_encoder.text_model.encoder.layers.0.self_attn.q_proj"};
  const models::Model& model = model_for_tests("tiny-sd1");
  const auto unet = model.unet.module().named_parameters();
  const auto text = model.text_encoder.module().named_parameters();
  tensor::TensorMap tensors;
  at::Generator generator = tensor::make_generator(1);
  for (const std::string module : modules) {
    const bool of_unet = module.starts_with("unet.");
    const at::Tensor weight = of_unet ? unet[module.substr(5) + ".weight"] : text[module.substr(13) + ".weight"];
    tensors[module + ".lora_A.weight"] = tensor::randn({2, weight.size(1)}, generator);
    tensors[module + ".lora_B.weight"] = tensor::randn({weight.size(0), 2}, generator);
  }
  std::filesystem::create_directories(file.parent_path());
  tensor::write_tensors(file, tensors);
}

}  // namespace

TEST_CASE("without syntax, or with weights of 1, the hidden states are bit for bit the plain ones") {
  const std::string text = "a photo of a dog on the beach";
  CHECK(positive(condition_of(text)).equal(plain(text)));
  CHECK(positive(condition_of("a photo of a (dog:1) on the beach")).equal(plain(text)));
  CHECK(context_at(condition_of(text, "blurry"), 9).unconditional.equal(plain("blurry")));
  CHECK(condition_of(text).wording.resolved == text);
}

TEST_CASE("weights multiply the hidden states and the mean of the row is put back") {
  const at::Tensor base = plain("a red dog");
  at::Tensor expected = base.clone();
  expected.select(1, 2).mul_(1.5);  // ▁a ▁red ▁dog
  expected = expected * (base.mean() / expected.mean());
  const at::Tensor found = positive(condition_of("a red (dog:1.5)"));
  CHECK(at::allclose(found, expected, 1e-6, 1e-6));
  CHECK(at::allclose(found.mean(), base.mean(), 1e-4, 1e-6));
  CHECK(!at::allclose(found, base, 1e-2, 1e-3));
}

TEST_CASE("long prompts and BREAK make more rows, each encoded alone; the negative has as many") {
  const Condition condition = condition_of("a dog BREAK a cat", "blurry");
  CHECK(at::allclose(positive(condition), at::cat({plain("a dog"), plain("a cat")}, 1), 1e-5, 1e-5));
  const at::Tensor negative = context_at(condition, 0).unconditional;
  CHECK(at::allclose(negative, at::cat({plain("blurry"), plain("")}, 1), 1e-5, 1e-5));
  std::string text;
  for (int i = 0; i < 40; ++i) text += "dog ";
  CHECK(positive(condition_of(text)).size(1) == 64);
  CHECK(positive(condition_of("[dog:" + text + ":3]"), 0).size(1) == 64);  // all steps alike
  CHECK(latents_of(request_for(text)).sizes().equals({1, 8, 16, 16}));
}

TEST_CASE("schedules change the words on A1111's steps") {
  using Texts = std::vector<std::string>;
  CHECK(texts_used(condition_of("[dog:cat:2]"), {"dog", "cat"}, 5) == Texts{"dog", "dog", "dog", "cat", "cat"});
  CHECK(texts_used(condition_of("[dog|cat]"), {"dog", "cat"}, 6) == Texts{"dog", "dog", "cat", "dog", "cat", "dog"});
  CHECK(context_at(condition_of("a", "[dog:cat:.2]"), 3).unconditional.equal(plain("cat")));
  CHECK(positive(condition_of("[dog:cat:2]"), 99).equal(plain("cat")));
  // A swap at the end is the first text; from the start, the second.
  CHECK(latents_of(request_for("[dog:cat:4]")).equal(latents_of(request_for("dog"))));
  CHECK(latents_of(request_for("[dog:cat:0]")).equal(latents_of(request_for("cat"))));
  const at::Tensor swapped = latents_of(request_for("[dog:cat:1]"));
  CHECK(!swapped.equal(latents_of(request_for("dog"))));
  CHECK(!swapped.equal(latents_of(request_for("cat"))));
}

TEST_CASE("parts joined by AND add up, each with its weight") {
  const Condition condition = condition_of("a dog AND a cat :0.5");
  const StepContext context = context_at(condition, 0);
  CHECK(context.positive.sizes()[0] == 2);
  CHECK(context.positive.slice(0, 1, 2).equal(plain(" a cat")));
  CHECK(context.weights == std::vector<double>{1, 0.5});
  // Two equal parts of half the weight are one part; a part of weight nothing changes nothing.
  const at::Tensor whole = latents_of(request_for("a dog"));
  CHECK(at::allclose(latents_of(request_for("a dog:0.5 AND a dog:.5")), whole, 1e-3, 1e-3));
  CHECK(at::allclose(latents_of(request_for("a dog AND a cat:0")), whole, 1e-3, 1e-3));
  CHECK(!at::allclose(latents_of(request_for("a dog AND a cat:0.5")), whole, 1e-2, 1e-2));
  // Parts are added to the unconditional half, which guidance 1 needs for them too.
  api::Generate free = request_for("a dog AND a cat:0");
  free.sample.guidance = 1;
  api::Generate alone = request_for("a dog");
  alone.sample.guidance = 1;
  CHECK(at::allclose(latents_of(free), latents_of(alone), 1e-3, 1e-3));
}

TEST_CASE("choices are the seed's own, and the resolved prompt makes the picture again") {
  const TemporaryFolder home, out, again;
  model_for_tests("tiny-sd1");
  const EnvironmentOverride variable("LIKENESS_HOME", home.path().string());
  home.write("wildcards/animal.txt", "\xef\xbb\xbf# animals\n\ndog\r\n  cat  \nbird\n#no\n");
  api::Generate request = request_for("Biscuit and a {red|blue} __animal__ (x:1.2)", "{a|b}");
  request.words = {{"Biscuit", "sks", "dog"}};
  request.out_folder = out.path().string();
  request.sample.count = 3;
  request.sample.steps = 2;
  Job job;
  const Made made = run(request, model_for_tests("tiny-sd1"), nullptr, job.context);
  for (const api::PictureInfo& info : made.pictures) {
    const std::string& resolved = info.resolved_prompt;
    CAPTURE(resolved);
    CHECK(resolved.starts_with("sks dog and a "));
    CHECK(resolved.ends_with(" (x:1.2)"));
    CHECK(resolved.find_first_of("{_|#") == std::string::npos);
    const auto text = image::parse_infotext(info.parameters);
    CHECK(text.prompt == resolved);
    CHECK(image::parameter(text, "Template") == request.prompts[0]);
    CHECK(image::parameter(text, "Negative Template") == "{a|b}");
    CHECK(info.request.prompts == request.prompts);
    CHECK(wording_of(info.request, resolved, 99).resolved == resolved);
  }
  api::Generate same = made.pictures[1].request;
  same.out_folder = again.path().string();
  const Made repeated = run(same, model_for_tests("tiny-sd1"), nullptr, job.context);
  CHECK(read_all(repeated.files[0]) == read_all(made.files[1]));
  CHECK(fault_of(request_for("__none__")).find("wildcards/none.txt") != std::string::npos);
  CHECK(fault_of(request_for(std::string(70000, 'a'))).find("prompt: expected at most 65536 bytes") != std::string::npos);
}

TEST_CASE("a LoRA named in the prompt acts as one in the request, and is gone afterwards") {
  const TemporaryFolder home;
  models::Model& model = model_for_tests("tiny-sd1");
  const EnvironmentOverride variable("LIKENESS_HOME", home.path().string());
  write_lora(home / "loras/deep/ink.safetensors");
  const auto before = latents_of(request_for("a dog"), "tiny-sd1");
  const auto tagged = latents_of(request_for("a dog<lora:ink:0.7>"), "tiny-sd1");
  CHECK(!tagged.equal(before));
  CHECK(latents_of(request_for("a dog"), "tiny-sd1").equal(before));
  CHECK(latents_of(request_for("a dog<lora:" + (home / "loras/deep/ink.safetensors").string() + ":0.7>"), "tiny-sd1").equal(tagged));
  // Each prompt has its own; the weights of the one do not reach the next.
  api::Generate both = request_for("a dog<lora:ink:0.7>");
  both.prompts.push_back("a dog");
  const at::Tensor mixed = latents_of(both, "tiny-sd1");
  CHECK(mixed.slice(0, 0, 1).equal(tagged));
  api::Generate second = request_for("a dog");
  second.sample.seed = 4;
  CHECK(mixed.slice(0, 1, 2).equal(latents_of(second, "tiny-sd1")));

  Job job;
  const Made made = run(request_for("a dog<lora:ink:0.7>"), model, nullptr, job.context);
  CHECK(made.pictures[0].resolved_prompt == "a dog<lora:ink:0.7>");
  CHECK(image::parameter(image::parse_infotext(made.pictures[0].parameters), "Lora hashes")->starts_with("ink: "));
  CHECK(fault_of(request_for("a <lora:pencil:1>")).find("no LoRA \"pencil\"") != std::string::npos);
  CHECK(resolve_words("ink <lora:ink:1> ink", {{"ink", "sks", ""}}) == "sks <lora:ink:1> sks");
}

TEST_CASE("taught words: from the request and from the data folder, with as many vectors as they have") {
  const TemporaryFolder home;
  const models::Model& model = model_for_tests("tiny-sd1");
  const EnvironmentOverride variable("LIKENESS_HOME", home.path().string());
  const std::int64_t width = model.text_encoder.config().hidden_size;
  at::Generator generator = tensor::make_generator(1);
  std::filesystem::create_directories(home / "embeddings");
  tensor::write_tensors(home / "embeddings/zzstyle.safetensors", {{"emb_params", tensor::randn({3, width}, generator)}});
  tensor::write_tensors(home / "other.safetensors", {{"x", tensor::randn({width}, generator)}});

  const at::Tensor with = latents_of(request_for("a dog, (ZZstyle:1.2)"), "tiny-sd1");
  CHECK(!with.equal(latents_of(request_for("a dog, (ZZstylish:1.2)"), "tiny-sd1")));
  api::Generate named = request_for("a dog, (my-word:1.2)");
  named.embeddings = {{(home / "embeddings/zzstyle.safetensors").string(), "my-word"}};
  CHECK(latents_of(named, "tiny-sd1").equal(with));

  Job job;
  const std::vector<std::string> texts{"a zzstyle"};
  const TaughtWords taught = taught_words(model, {{(home / "other.safetensors").string(), ""}}, texts, job.context);
  REQUIRE(taught.words.size() == 2);
  CHECK(taught.words[0].name == "other");
  CHECK(taught.words[1].first_id == model.text_encoder.config().vocab_size + 1);
  CHECK(taught.vectors.sizes().equals({4, width}));
  CHECK(taught_words(model, {}, {}, job.context).words.empty());

  const auto refused = [&](const char* token) {
    api::Generate request = request_for("x");
    request.embeddings = {{(home / "other.safetensors").string(), token}, {(home / "other.safetensors").string(), "twice"}};
    try {
      condition_of(request, 10, "tiny-sd1");
      return std::string("nothing thrown");
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  CHECK(refused("a").find("vocabulary already") != std::string::npos);
  CHECK(refused("twice").find("given twice") != std::string::npos);
  CHECK(refused("fine") == "nothing thrown");
}

}  // namespace conditioning_tests
