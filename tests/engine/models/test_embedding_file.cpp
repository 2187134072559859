// Textual-inversion files of every writer, and damaged ones.
#include "engine/models/embedding_file.h"

#include <limits>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/models/text_encoder.h"
#include "tests/engine/models/folders.h"
#include "tests/engine/models/golden.h"

namespace likeness::models::embedding_tests {
namespace {

constexpr EmbeddingRoom room{.width = 8, .vectors = 75};

at::Tensor vectors(std::int64_t count = 2) { return at::arange(count * 8, at::kFloat).reshape({count, 8}); }

at::Tensor read(const tensor::TensorMap& tensors, std::vector<std::string>* heard = nullptr) {
  const test::TemporaryFolder folder;
  tensor::write_tensors(folder / "word.safetensors", tensors);
  std::vector<std::string> warnings;
  const at::Tensor found = read_embedding(folder / "word.safetensors", room, heard != nullptr ? *heard : warnings).clone();
  return found;
}

Refusal reading(const tensor::TensorMap& tensors) {
  return refusal_of([&] { read(tensors); });
}

}  // namespace

TEST_CASE("embeddings in PyTorch's own files, plain and as parameters") {
  for (const char* name : {"embedding.pt", "embedding-parameters.pt"}) {
    CAPTURE(name);
    std::vector<std::string> warnings;
    const at::Tensor found = read_embedding(golden::folder("checkpoints") / name, {.width = 4, .vectors = 75}, warnings);
    CHECK(found.equal(at::arange(8, at::kFloat).reshape({2, 4})));
    CHECK(warnings.empty());
  }
}

TEST_CASE("embeddings of every writer") {
  CHECK(read({{"<cat-toy>", vectors()}}).equal(vectors()));      // diffusers
  CHECK(read({{"emb_params", vectors()}}).equal(vectors()));     // kohya
  CHECK(read({{"clip_l", vectors(1)}}).equal(vectors(1)));
  CHECK(read({{"word", vectors(1)[0]}}).equal(vectors(1)));      // one vector without its own dimension
  CHECK(read({{"word", vectors().to(at::kHalf)}}).equal(vectors()));
  std::vector<std::string> heard;
  CHECK(read({{"emp_params", vectors()}, {"emp_params_out", vectors(3)}}, &heard).equal(vectors()));  // OneTrainer
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].find("emp_params_out") != std::string::npos);
  std::vector<std::string> none;
  const tensor::TensorMap pickled{{"string_to_param.*", vectors()}};  // stable-diffusion-webui, upstream: read from a pickle
  CHECK(embedding_vectors(pickled, room, "word.pt", none).equal(vectors()));
  CHECK(embedding_vectors({{"bundle_emb.mug.clip_l", vectors()}, {"lora_te_x.alpha", at::ones({})}}, room, "a.safetensors", none)
            .equal(vectors()));
  CHECK(none.empty());
}

TEST_CASE("embeddings that do not fit are refused by name") {
  const auto check = [](const tensor::TensorMap& tensors, const char* kind, const std::string& words) {
    const Refusal refusal = reading(tensors);
    CAPTURE(refusal.message);
    CHECK(refusal.kind == kind);
    CHECK(refusal.mentions(words));
    CHECK(refusal.mentions("word.safetensors"));
  };
  check({{"word", at::ones({2, 7})}}, "bad_input", "8 numbers");
  check({{"word", at::ones({1, 2, 8})}}, "bad_input", "[1, 2, 8]");
  check({{"word", at::ones({})}}, "bad_input", "[]");
  check({{"word", at::ones({2, 8}, at::kLong)}}, "bad_input", "floating-point");
  check({{"word", at::ones({76, 8})}}, "bad_input", "found 76");
  check({{"word", at::ones({0, 8})}}, "bad_input", "found 0");
  check({{"word", at::full({1, 8}, std::numeric_limits<double>::infinity(), at::kFloat)}}, "bad_input", "not finite");
  check({{"one", vectors()}, {"other", vectors()}}, "bad_input", "one, other");
  check({}, "bad_input", "no tensor");
  check({{"clip_l", vectors()}, {"clip_g", at::ones({2, 1280})}}, "unsupported", "Stable Diffusion XL");
}

TEST_CASE("taught vectors stand for the ids beyond the vocabulary") {
  const at::NoGradGuard no_grad;
  const auto& golden = golden::load("tiny-sd1");
  const ClipTextModel& encoder = golden.model->text_encoder;
  const at::Tensor ids = golden.tensors.at("ids").slice(0, 0, 1).clone();
  const at::Tensor plain = encoder.forward(ids);
  const std::int64_t size = encoder.config().vocab_size;
  // The vectors of the row's own words under new ids give what the words give.
  const at::Tensor table = encoder.module().named_parameters()["text_model.embeddings.token_embedding.weight"];
  const at::Tensor taught = table.index({ids[0].slice(0, 1, 3)});
  at::Tensor renamed = ids.clone();
  renamed[0][1] = size;
  renamed[0][2] = size + 1;
  CHECK(encoder.forward(renamed, 1, taught).equal(plain));
  CHECK(!encoder.forward(renamed, 1, taught + 1).equal(plain));
  CHECK(encoder.forward(ids, 1, taught).equal(plain));
  renamed[0][3] = size + 2;
  CHECK(refusal_of([&] { encoder.forward(renamed, 1, taught); }).kind == "bad_input");
  CHECK(refusal_of([&] { encoder.forward(renamed); }).kind == "bad_input");
}

}  // namespace likeness::models::embedding_tests
