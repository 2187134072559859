#include "engine/train/probe.h"

#include <cmath>

#include <ATen/ATen.h>
#include <doctest/doctest.h>

#include "engine/tensor/random.h"
#include "tests/engine/train/school.h"

using namespace likeness;

namespace {

train::Material material(bool prior) {
  at::Generator generator = tensor::make_generator(3);
  train::Material one{.photos = {}, .class_pictures = {}, .ids = at::full({3, 77}, 713, at::kLong)};
  one.ids[0][1] = 5;
  one.ids[1][1] = 6;
  one.photos.mean = tensor::randn({10, 4, 8, 8}, generator);
  if (prior) one.class_pictures.mean = tensor::randn({2, 4, 8, 8}, generator);
  return one;
}

}  // namespace

TEST_CASE("the probe gives the same figures for the same weights and other ones when they change") {
  const auto model = models::load_model(test::tiny_model, {});
  const train::Material pictures = material(true);
  const train::Probe probe(pictures, *model);
  const train::ProbeLosses first = probe.measure();
  const train::ProbeLosses again = probe.measure();
  CHECK(first.subject == again.subject);
  CHECK(first.prior == again.prior);
  CHECK(first.subject != first.prior);
  CHECK(first.subject > 0.1);
  at::NoGradGuard no_grad;
  for (at::Tensor parameter : model->unet.module().parameters()) {
    if (parameter.dim() == 4) parameter.set_data(parameter * 1.5);
  }
  CHECK(probe.measure().subject != first.subject);
}

TEST_CASE("only the first eight photos count, and without class pictures there is no second figure") {
  const auto model = models::load_model(test::tiny_model, {});
  train::Material pictures = material(false);
  const train::ProbeLosses all = train::Probe(pictures, *model).measure();
  pictures.photos.mean = pictures.photos.mean.narrow(0, 0, 8);
  CHECK(train::Probe(pictures, *model).measure().subject == all.subject);
  CHECK(std::isnan(all.prior));
}
