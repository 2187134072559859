#include "engine/tensor/pictures.h"

#include <cstring>

#include <ATen/ATen.h>

namespace likeness::tensor {

at::Tensor pixels_from_picture(const image::Picture& picture) {
  void* data = const_cast<std::uint8_t*>(picture.rgb.data());
  const at::Tensor rows = at::from_blob(data, {1, picture.height, picture.width, 3}, at::kByte);
  return rows.permute({0, 3, 1, 2}).to(at::kFloat).contiguous().div_(127.5).sub_(1);
}

image::Picture picture_from_pixels(const at::Tensor& pixels) {
  const at::Tensor one = (pixels.dim() == 4 ? pixels.squeeze(0) : pixels).detach().to(at::kCPU, at::kFloat);
  const at::Tensor rows = (one / 2 + 0.5).clamp(0, 1).mul_(255).round_().to(at::kByte).permute({1, 2, 0}).contiguous();
  image::Picture picture{.width = static_cast<int>(rows.size(1)), .height = static_cast<int>(rows.size(0)), .rgb = {}};
  picture.rgb.resize(rows.numel());
  std::memcpy(picture.rgb.data(), rows.const_data_ptr(), picture.rgb.size());
  return picture;
}

}  // namespace likeness::tensor
