#include "engine/tensor/pictures.h"

#include <ATen/ATen.h>
#include <doctest/doctest.h>

namespace likeness::tensor {

TEST_CASE("every byte value survives the way to pixels and back") {
  image::Picture picture{.width = 16, .height = 16, .rgb = {}};
  for (int i = 0; i < 256; ++i) picture.rgb.insert(picture.rgb.end(), {std::uint8_t(i), std::uint8_t(255 - i), std::uint8_t(i / 2)});
  const at::Tensor pixels = pixels_from_picture(picture);
  CHECK(pixels.sizes().vec() == std::vector<std::int64_t>{1, 3, 16, 16});
  CHECK(pixels[0][0][0][0].item<float>() == -1);
  CHECK(pixels[0][1][0][0].item<float>() == 1);
  const image::Picture back = picture_from_pixels(pixels);
  CHECK(back.width == 16);
  CHECK(back.rgb == picture.rgb);
}

TEST_CASE("values outside -1..1 are clamped and height and width keep their places") {
  at::Tensor pixels = at::zeros({3, 2, 4});
  pixels[0][1][3] = 7;
  pixels[2][0][0] = -7;
  const image::Picture picture = picture_from_pixels(pixels);
  CHECK(picture.width == 4);
  CHECK(picture.height == 2);
  CHECK(picture.rgb[3 * (1 * 4 + 3)] == 255);
  CHECK(picture.rgb[2] == 0);
  CHECK(picture.rgb[0] == 128);
}

}  // namespace likeness::tensor
