// Pictures to tensors and back: pixels are [N,3,H,W] float in -1..1; pixel = round(clamp(x/2 + 0.5, 0, 1) * 255).
#pragma once

#include <ATen/core/Tensor.h>

#include "engine/image/picture.h"

namespace likeness::tensor {

at::Tensor pixels_from_picture(const image::Picture& picture);            // [1,3,H,W] float32 CPU
image::Picture picture_from_pixels(const at::Tensor& pixels);             // [3,H,W] or [1,3,H,W], any device and float type

}  // namespace likeness::tensor
