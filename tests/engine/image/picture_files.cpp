#include "tests/engine/image/picture_files.h"

#include <cmath>

#include <lcms2.h>
#include <zlib.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace likeness::test {
namespace {

std::string be32(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

constexpr Rgb red{255, 0, 0}, green{0, 255, 0}, blue{0, 0, 255}, white{255, 255, 255};

}  // namespace

image::Picture quadrants(int width, int height) {
  image::Picture picture{width, height, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const Rgb colour = y < height / 2 ? (x < width / 2 ? red : green) : (x < width / 2 ? blue : white);
      for (const int value : {colour.r, colour.g, colour.b}) picture.rgb.push_back(static_cast<std::uint8_t>(value));
    }
  return picture;
}

Rgb pixel(const image::Picture& picture, int x, int y) {
  const std::uint8_t* p = &picture.rgb.at(3 * static_cast<std::size_t>(y * picture.width + x));
  return {p[0], p[1], p[2]};
}

bool near(Rgb a, Rgb b, int tolerance) {
  return std::abs(a.r - b.r) <= tolerance && std::abs(a.g - b.g) <= tolerance && std::abs(a.b - b.b) <= tolerance;
}

bool shows_quadrants(const image::Picture& picture, int tolerance) {
  const int left = picture.width / 4, right = picture.width * 3 / 4, top = picture.height / 4, bottom = picture.height * 3 / 4;
  return near(pixel(picture, left, top), red, tolerance) && near(pixel(picture, right, top), green, tolerance) &&
         near(pixel(picture, left, bottom), blue, tolerance) && near(pixel(picture, right, bottom), white, tolerance);
}

std::string encoded(const std::string& extension, const cv::Mat& pixels) {
  std::vector<unsigned char> bytes;
  CV_Assert(cv::imencode(extension, pixels, bytes));
  return {bytes.begin(), bytes.end()};
}

cv::Mat bgr_of(const image::Picture& picture) {
  const cv::Mat rgb(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  return bgr;
}

std::string exif_block(int orientation) {
  std::string block("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 25);
  block += static_cast<char>(orientation);
  return block + std::string(6, '\0');
}

std::string with_jpeg_segment(const std::string& jpeg, int marker, const std::string& data) {
  std::string segment = {'\xff', static_cast<char>(marker), static_cast<char>((data.size() + 2) >> 8), static_cast<char>(data.size() + 2)};
  return jpeg.substr(0, 2) + segment + data + jpeg.substr(2);
}

std::string png_chunk(const std::string& type, const std::string& data, bool sound) {
  const std::string body = type + data;
  const auto sum = static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
  return be32(static_cast<std::uint32_t>(data.size())) + body + be32(sound ? sum : ~sum);
}

std::string with_png_bytes(const std::string& png, const std::string& bytes) { return png.substr(0, 33) + bytes + png.substr(33); }

std::string with_png_bytes_at_end(const std::string& png, const std::string& bytes) {
  return png.substr(0, png.size() - 12) + bytes + png.substr(png.size() - 12);
}

std::string deflated(const std::string& data) {
  uLongf size = compressBound(data.size());
  std::string packed(size, '\0');
  compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(data.data()), data.size());
  packed.resize(size);
  return packed;
}

std::string gamma_profile(double gamma) {
  const cmsCIExyY d65{0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&d65, &primaries, curves);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  cmsFreeToneCurve(curve);
  return bytes;
}

}  // namespace likeness::test
