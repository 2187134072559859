// What a photo's numbers mean for teaching, in an artist's words: reasons that make a photo unusable, advice that does not.
// Sizes in pixels after rotation; Quality as engine/image measures it. Plain functions, no files.
// The limits were set by looking at photos; they are stated with each sentence's condition in the source.
#pragma once

#include <string>
#include <vector>

#include "engine/image/quality.h"

namespace likeness::data {

inline constexpr int smallest_side = 16;
inline constexpr int largest_ratio = 16;

/// Empty when the size can be used, else one sentence.
std::string reason_against_size(int width, int height);

std::vector<std::string> advice_about(int width, int height, const image::Quality& quality);

}  // namespace likeness::data
