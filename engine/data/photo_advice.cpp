#include "engine/data/photo_advice.h"

#include <algorithm>
#include <cmath>

namespace likeness::data {

namespace {

constexpr int small_side = 256;          // less than half of what Stable Diffusion sees
constexpr double blurry = 40;            // variance of the Laplacian at 512 pixels
constexpr double dark = 0.18;            // mean grey
constexpr double mostly = 0.6;           // share of clipped pixels
constexpr double much_lost = 0.25;       // of the picture, when cut to a square

std::string size_text(int width, int height) { return std::to_string(width) + " x " + std::to_string(height); }

}  // namespace

std::string reason_against_size(int width, int height) {
  const int shorter = std::min(width, height);
  const int longer = std::max(width, height);
  if (shorter < smallest_side) {
    return "Too small: " + size_text(width, height) + " pixels; each side needs at least " + std::to_string(smallest_side) + ".";
  }
  if (longer > shorter * largest_ratio) {
    return "Too narrow: " + size_text(width, height) + " pixels; one side is more than " + std::to_string(largest_ratio) +
           " times the other.";
  }
  return {};
}

std::vector<std::string> advice_about(int width, int height, const image::Quality& quality) {
  std::vector<std::string> advice;
  const int shorter = std::min(width, height);
  if (shorter < small_side) {
    advice.push_back("Small: " + size_text(width, height) + " pixels. A larger photo shows more of your subject.");
  }
  if (quality.sharpness < blurry) advice.push_back("Looks blurry. A sharper photo teaches finer details.");
  if (quality.brightness < dark || quality.clipped_dark > mostly) {
    advice.push_back("Dark. A photo in better light shows more of your subject.");
  } else if (quality.clipped_bright > mostly) {
    advice.push_back("Very bright: " + std::to_string(std::lround(100 * quality.clipped_bright)) +
                     " % is plain white. Check that your subject is not burnt out.");
  }
  const double lost = 1.0 - static_cast<double>(shorter) / std::max(width, height);
  if (lost >= much_lost) {
    advice.push_back("Cut to a square it loses " + std::to_string(std::lround(100 * lost)) +
                     " %. Keep your subject in the middle, or crop it yourself.");
  }
  return advice;
}

}  // namespace likeness::data
