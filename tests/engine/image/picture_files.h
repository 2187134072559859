// Pictures and crafted picture files for the tests of this room.
#pragma once

#include <cstdint>
#include <string>

#include <opencv2/core.hpp>

#include "engine/image/picture.h"

namespace likeness::test {

/// Red and green above, blue and white below.
image::Picture quadrants(int width, int height);

struct Rgb {
  int r, g, b;
};
Rgb pixel(const image::Picture& picture, int x, int y);

/// True when no channel differs by more than `tolerance`.
bool near(Rgb a, Rgb b, int tolerance = 3);

/// True when the four quadrants have their colours, JPEG's softness allowed for.
bool shows_quadrants(const image::Picture& picture, int tolerance = 12);

/// By OpenCV, from BGR(A) or grey.
std::string encoded(const std::string& extension, const cv::Mat& pixels);
cv::Mat bgr_of(const image::Picture& picture);

/// "Exif\0\0" and a TIFF block with this orientation.
std::string exif_block(int orientation);

/// A JPEG with one more segment after its start.
std::string with_jpeg_segment(const std::string& jpeg, int marker, const std::string& data);

/// One PNG chunk, its checksum made or spoilt.
std::string png_chunk(const std::string& type, const std::string& data, bool sound = true);

/// A PNG with bytes inserted after its header, or before its end.
std::string with_png_bytes(const std::string& png, const std::string& bytes);
std::string with_png_bytes_at_end(const std::string& png, const std::string& bytes);

/// zlib data.
std::string deflated(const std::string& data);

/// An ICC profile with Rec. 709 primaries and this gamma.
std::string gamma_profile(double gamma);

}  // namespace likeness::test
