// Masks of inpainting: 0 keeps the old picture, 255 shows the new one; and the geometry of painting a masked area alone.
// Sources: diffusers image_processor.py (binarize, get_crop_region), A1111 modules/masking.py, processing.py (mask blur, overlay).
// Errors: bad_input for a mask without a white spot; internal for sizes that do not fit one another.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/image/picture.h"

namespace likeness::image {

struct Mask {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> value;  ///< rows from the top
};

struct Area {
  int x = 0, y = 0, width = 0, height = 0;
};

/// Brightness at width x height, 255 from the middle up, else 0.
Mask mask_from(const Picture& picture, int width, int height);

/// Gaussian of this standard deviation in pixels; 0 leaves it as it is.
Mask blurred(const Mask& mask, int deviation);

/// The mask's bounding box with `padding` around it, widened to the sides' ratio width : height as far as the picture reaches.
Area area_around(const Mask& mask, int padding, int width, int height);

Picture crop(const Picture& picture, const Area& area);
Mask crop(const Mask& mask, const Area& area);

/// `painted`, resized to the area, over `picture` where the mask (of the picture's size) lets it show.
Picture paste(const Picture& picture, const Picture& painted, const Area& area, const Mask& mask);

}  // namespace likeness::image
