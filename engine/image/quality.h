// Plain numbers about a photo; what they mean for the artist is said in engine/data.
// All are measured on a copy scaled down to 512 pixels (longest side), so that they do not depend on the camera's resolution.
#pragma once

#include <cstdint>

#include "engine/image/picture.h"

namespace likeness::image {

struct Quality {
  double sharpness = 0;               ///< variance of the Laplacian of the grey picture (0..255); sharp photos have hundreds
  double brightness = 0;              ///< mean grey, 0..1
  double clipped_dark = 0;            ///< share of pixels at 4 or less of 255
  double clipped_bright = 0;          ///< share of pixels at 251 or more
  std::uint64_t difference_hash = 0;  ///< near duplicates differ in few bits (see hash_distance)
};

Quality measure_quality(const Picture& picture);

/// 64 comparisons of neighbours in a 9 x 8 grey copy (dHash).
std::uint64_t difference_hash(const Picture& picture);

/// Bits that differ, 0..64; 0..5 is the same motif again, chance is about 32.
int hash_distance(std::uint64_t a, std::uint64_t b);

}  // namespace likeness::image
