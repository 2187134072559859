// Resizing and cropping. Smaller by area averaging, larger by Lanczos; same input, same bytes.
// Sizes in pixels, at least 1; Error{internal} for an empty picture or a size outside 1..max_side.
#pragma once

#include "engine/image/picture.h"

namespace likeness::image {

/// To exactly width x height, stretched if the sides' ratio differs.
Picture resize(const Picture& picture, int width, int height);

/// The largest centred square, resized to side x side.
Picture square_crop(const Picture& picture, int side);

/// Scaled down so that the longest side is `longest`; a smaller picture is returned as it is.
Picture thumbnail(const Picture& picture, int longest);

}  // namespace likeness::image
