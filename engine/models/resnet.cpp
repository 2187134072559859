#include "engine/models/resnet.h"

#include <ATen/ATen.h>

namespace likeness::models {

ResnetBlock2D::ResnetBlock2D(const ResnetShape& shape)
    : norm1(child<GroupNorm>(*this, "norm1", shape.groups, shape.in, shape.eps)), output_scale(shape.output_scale) {
  conv1 = child<Conv2d>(*this, "conv1", shape.in, shape.out, 3, 1, 1);
  if (shape.time_channels > 0) time_emb_proj = child<Linear>(*this, "time_emb_proj", shape.time_channels, shape.out);
  norm2 = child<GroupNorm>(*this, "norm2", shape.groups, shape.out, shape.eps);
  conv2 = child<Conv2d>(*this, "conv2", shape.out, shape.out, 3, 1, 1);
  if (shape.in != shape.out) conv_shortcut = child<Conv2d>(*this, "conv_shortcut", shape.in, shape.out, 1);
}

at::Tensor ResnetBlock2D::forward(const at::Tensor& x, const at::Tensor& time) const {
  at::Tensor y = conv1->forward(at::silu(norm1->forward(x)));
  if (time_emb_proj) y = y + time_emb_proj->forward(at::silu(time)).unsqueeze(-1).unsqueeze(-1);
  y = conv2->forward(at::silu(norm2->forward(y)));
  const at::Tensor sum = (conv_shortcut ? conv_shortcut->forward(x) : x) + y;
  return output_scale == 1 ? sum : sum / output_scale;
}

Downsample2D::Downsample2D(std::int64_t channels, std::int64_t padding)
    : conv(child<Conv2d>(*this, "conv", channels, channels, 3, 2, padding)), pad_right_and_below(padding == 0) {}

at::Tensor Downsample2D::forward(const at::Tensor& x) const {
  return conv->forward(pad_right_and_below ? at::constant_pad_nd(x, {0, 1, 0, 1}, 0) : x);
}

Upsample2D::Upsample2D(std::int64_t channels) : conv(child<Conv2d>(*this, "conv", channels, channels, 3, 1, 1)) {}

at::Tensor Upsample2D::forward(const at::Tensor& x, at::IntArrayRef size) const {
  const std::vector<std::int64_t> twice = {2 * x.size(-2), 2 * x.size(-1)};
  return conv->forward(at::upsample_nearest2d(x, size.empty() ? at::IntArrayRef(twice) : size));
}

}  // namespace likeness::models
