#include "engine/tensor/files.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/io/safetensors.h"
#include "tests/support/temporary_folder.h"

namespace likeness::tensor {

TEST_CASE("tensors of every kind come back with their bits, scalars and empty ones included") {
  const test::TemporaryFolder folder;
  const at::Tensor numbers = at::arange(6, at::kFloat).reshape({2, 3});
  const TensorMap written{{"a", numbers.t()},
                          {"half", numbers.to(at::kHalf)},
                          {"brain", (numbers / 3).to(at::kBFloat16)},
                          {"ids", at::arange(4, at::kLong)},
                          {"flags", numbers > 2},
                          {"scalar", at::scalar_tensor(1.5, at::kDouble)},
                          {"empty", at::empty({0, 3})}};
  write_tensors(folder / "t.safetensors", written, {{"who", "me"}});
  const TensorMap back = read_tensors(folder / "t.safetensors");
  REQUIRE(back.size() == written.size());
  for (const auto& [name, tensor] : written) {
    CAPTURE(name);
    CHECK((back.at(name).dtype() == tensor.dtype()));
    CHECK(back.at(name).equal(tensor));
  }
  CHECK(io::open_safetensors(folder / "t.safetensors").metadata.at("who") == "me");
}

TEST_CASE("half precision weights of a convolution load as float32 with the same values") {
  const test::TemporaryFolder folder;
  const at::Tensor weight = at::linspace(-1, 1, 4 * 3 * 3 * 3).reshape({4, 3, 3, 3}).to(at::kHalf);
  write_tensors(folder / "w.safetensors", {{"weight", weight}});
  const auto index = io::open_safetensors(folder / "w.safetensors");
  const at::Tensor loaded = load(index, "weight", at::kFloat);
  CHECK(loaded.element_size() == 4);
  CHECK(loaded.equal(weight.to(at::kFloat)));
}

TEST_CASE("a tensor keeps its mapping open, and changing it in place leaves the file alone") {
  const test::TemporaryFolder folder;
  write_tensors(folder / "t.safetensors", {{"a", at::ones({1000})}});
  at::Tensor loaded = read_tensors(folder / "t.safetensors").at("a");
  loaded.add_(1);
  CHECK(loaded.sum().item<double>() == 2000);
  CHECK(read_tensors(folder / "t.safetensors").at("a").sum().item<double>() == 1000);
}

TEST_CASE("a tensor that is missing or of another number of dimensions is named with its file") {
  const TensorMap tensors{{"sample", at::zeros({2, 3})}};
  CHECK(require_tensor(tensors, "sample", 2, "in.safetensors").size(1) == 3);
  const auto message = [&](const std::string& name, std::int64_t dimensions) {
    try {
      require_tensor(tensors, name, dimensions, "in.safetensors");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(message("context", 3).find("in.safetensors has no tensor named context") != std::string::npos);
  CHECK(message("sample", 4).find("[2, 3]") != std::string::npos);
}

}  // namespace likeness::tensor
