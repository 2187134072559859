#include <chrono>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "engine/base/error.h"
#include "tests/engine/image/picture_files.h"
#include "tests/support/temporary_folder.h"

using namespace likeness::image;
using namespace likeness::test;
using likeness::Error;
using likeness::ErrorKind;

namespace {

const std::filesystem::path data = std::filesystem::path(LIKENESS_SOURCE_DIR) / "tests/data/pictures";

LoadedPicture read_bytes(const std::string& bytes) {
  const TemporaryFolder folder;
  const auto path = folder.write("photo.jpg", bytes);
  const LoadedPicture loaded = read_picture(path);
  const PictureInfo info = probe_picture(path);
  CHECK(info.format == loaded.format);
  CHECK(info.width == loaded.picture.width);
  CHECK(info.height == loaded.picture.height);
  return loaded;
}

void check_refused(const std::string& bytes, std::string_view words, ErrorKind kind = ErrorKind::bad_input) {
  const TemporaryFolder folder;
  const auto path = folder.write("photo.jpg", bytes);
  const auto start = std::chrono::steady_clock::now();
  try {
    read_picture(path);
    FAIL("accepted");
  } catch (const Error& error) {
    CAPTURE(std::string(error.what()));
    CHECK(error.kind() == kind);
    CHECK(std::string(error.what()).find(words) != std::string::npos);
    CHECK(std::string(error.what()).find("photo.jpg") != std::string::npos);
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}

std::string jpeg() { return encoded(".jpg", bgr_of(quadrants(48, 32))); }
std::string png() { return encoded(".png", bgr_of(quadrants(48, 32))); }
std::string webp() { return encoded(".webp", bgr_of(quadrants(48, 32))); }

/// A camera that was held in this way: the stored pixels, to be undone by the orientation.
cv::Mat stored_for(int orientation) {
  const cv::Mat upright = bgr_of(quadrants(48, 32));
  cv::Mat stored = upright;
  if (orientation == 2) cv::flip(upright, stored, 1);
  if (orientation == 3) cv::rotate(upright, stored, cv::ROTATE_180);
  if (orientation == 4) cv::flip(upright, stored, 0);
  if (orientation == 5) cv::transpose(upright, stored);
  if (orientation == 6) cv::rotate(upright, stored, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (orientation == 7) cv::rotate(upright.t(), stored, cv::ROTATE_180);
  if (orientation == 8) cv::rotate(upright, stored, cv::ROTATE_90_CLOCKWISE);
  return stored;
}

constexpr int rotations[9] = {0, 0, 0, 180, 180, 90, 90, 270, 270};
constexpr bool mirrors[9] = {false, false, true, false, true, true, false, true, false};

void check_upright(const LoadedPicture& loaded, int orientation) {
  CAPTURE(loaded.format);
  CAPTURE(orientation);
  CHECK(loaded.picture.width * 2 == loaded.picture.height * 3);
  CHECK(shows_quadrants(loaded.picture, 20));
  CHECK(loaded.rotation == rotations[orientation]);
  CHECK(loaded.mirrored == mirrors[orientation]);
}

}  // namespace

TEST_CASE("the usual formats, by content") {
  const cv::Mat pixels = bgr_of(quadrants(48, 32));
  for (const std::string format : {"png", "jpeg", "webp", "bmp", "tiff"}) {
    const LoadedPicture loaded = read_bytes(encoded("." + format, pixels));
    CAPTURE(format);
    CHECK(loaded.format == format);
    CHECK(loaded.picture.width == 48);
    CHECK(loaded.picture.height == 32);
    CHECK(loaded.picture.rgb.size() == 48 * 32 * 3);
    CHECK(shows_quadrants(loaded.picture));
    CHECK(loaded.rotation == 0);
    CHECK_FALSE(loaded.had_profile);
    CHECK_FALSE(loaded.had_alpha);
  }
}

TEST_CASE("EXIF orientation, all eight, in JPEG, PNG and TIFF") {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const cv::Mat stored = stored_for(orientation);
    check_upright(read_bytes(with_jpeg_segment(encoded(".jpg", stored), 0xe1, exif_block(orientation))), orientation);
    check_upright(read_bytes(with_png_bytes(encoded(".png", stored), png_chunk("eXIf", exif_block(orientation).substr(6)))), orientation);
    check_upright(read_picture(data / ("orientation-" + std::to_string(orientation) + ".tif")), orientation);
  }
}

TEST_CASE("a damaged EXIF block is no reason to refuse the photo") {
  for (const std::string& block : {std::string("Exif\0\0", 6), exif_block(6).substr(0, 18), exif_block(9), exif_block(0),
                                   std::string("Exif\0\0MM\0*\xff\xff\xff\xff", 14)})
    CHECK(read_bytes(with_jpeg_segment(jpeg(), 0xe1, block)).rotation == 0);
}

TEST_CASE("an embedded profile is converted, sRGB itself is left alone") {
  cv::Mat grey(16, 16, CV_8UC3, cv::Scalar(128, 128, 128));
  const std::string plain = encoded(".png", grey);
  const auto with_profile = [&](double gamma) {
    return with_png_bytes(plain, png_chunk("iCCP", std::string("x\0\0", 3) + deflated(gamma_profile(gamma))));
  };
  const LoadedPicture linear = read_bytes(with_profile(1.0));
  CHECK(linear.had_profile);
  // 128/255 of the light is 188 in sRGB.
  CHECK(near(pixel(linear.picture, 5, 5), {188, 188, 188}, 1));
  const LoadedPicture steep = read_bytes(with_profile(3.0));
  CHECK(pixel(steep.picture, 5, 5).r < 110);
  const std::string broken = with_png_bytes(plain, png_chunk("iCCP", std::string("x\0\0", 3) + "no zlib data"));
  CHECK(near(pixel(read_bytes(broken).picture, 5, 5), {128, 128, 128}, 0));
  const std::string in_jpeg = with_jpeg_segment(encoded(".jpg", grey), 0xe2, std::string("ICC_PROFILE\0\x01\x01", 14) + gamma_profile(1.0));
  CHECK(near(pixel(read_bytes(in_jpeg).picture, 5, 5), {188, 188, 188}, 2));
}

TEST_CASE("16 bits, grey, palette, CMYK and transparency become 8-bit RGB") {
  const LoadedPicture deep = read_bytes(encoded(".png", cv::Mat(8, 8, CV_16UC3, cv::Scalar(65535, 32896, 257))));
  CHECK(near(pixel(deep.picture, 3, 3), {1, 128, 255}, 0));
  const LoadedPicture grey = read_bytes(encoded(".png", cv::Mat(8, 8, CV_8UC1, cv::Scalar(77))));
  CHECK(near(pixel(grey.picture, 3, 3), {77, 77, 77}, 0));
  const LoadedPicture half = read_bytes(encoded(".png", cv::Mat(8, 8, CV_8UC4, cv::Scalar(0, 0, 255, 51))));
  CHECK(near(pixel(half.picture, 3, 3), {255, 204, 204}, 0));
  CHECK(half.had_alpha);
  const LoadedPicture opaque = read_bytes(encoded(".png", cv::Mat(8, 8, CV_8UC4, cv::Scalar(0, 0, 255, 255))));
  CHECK_FALSE(opaque.had_alpha);
  CHECK(shows_quadrants(read_picture(data / "cmyk.jpg").picture, 20));
  CHECK(shows_quadrants(read_picture(data / "palette.png").picture));
  const Picture grey_alpha = read_picture(data / "grey-alpha.png").picture;
  CHECK(near(pixel(grey_alpha, 2, 2), {76, 76, 76}, 1));
}

TEST_CASE("a picture cut short is refused, wherever it was cut") {
  for (const std::string& whole : {jpeg(), png(), webp(), encoded(".bmp", bgr_of(quadrants(48, 32)))})
    for (const double part : {0.1, 0.3, 0.5, 0.9, 0.99}) {
      CAPTURE(part);
      check_refused(whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part)), "");
    }
  check_refused(jpeg().substr(0, jpeg().size() - 2), "cut short");
  check_refused(png().substr(0, png().size() - 12), "cut short");
}

TEST_CASE("bytes behind a whole JPEG do no harm") { CHECK(shows_quadrants(read_bytes(jpeg() + "maker notes").picture, 20)); }

TEST_CASE("damage inside is refused in words") {
  std::string bad = png();
  bad[bad.size() / 2] = static_cast<char>(~bad[bad.size() / 2]);
  check_refused(bad, "damaged");
  check_refused("\xff\xd8\xff\xe0garbage garbage garbage", "");
  check_refused(std::string("\x89PNG\r\n\x1a\n", 8), "cut short");
  check_refused(std::string("II*\0\xff\xff\xff\x7f", 8), "cut short");
}

TEST_CASE("sizes are limited before decoding") {
  const auto sized = [](std::uint32_t width, std::uint32_t height) {
    std::string head;
    for (const std::uint32_t value : {width, height})
      for (int shift = 24; shift >= 0; shift -= 8) head += static_cast<char>(value >> shift);
    const std::string whole = png();
    return whole.substr(0, 8) + png_chunk("IHDR", head + std::string("\x08\x02\0\0\0", 5)) + whole.substr(33);
  };
  check_refused(sized(16385, 16), "too large");
  check_refused(sized(16000, 16000), "too large");
  check_refused(sized(0x7fffffff, 0x7fffffff), "too large");
  check_refused(sized(0, 16), "impossible");
  check_refused(sized(640, 480), "damaged");
}

TEST_CASE("what is no picture of ours is named") {
  check_refused("", "is empty");
  check_refused("version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer");
  check_refused("<!DOCTYPE html>", "web page");
  check_refused("plain words", "is not a picture");
  check_refused("%PDF-1.7", "PDF", ErrorKind::unsupported);
  check_refused(read_all(data / "palette.gif"), "GIF", ErrorKind::unsupported);
  check_refused(read_all(data / "animated.webp"), "animated", ErrorKind::unsupported);
  CHECK_THROWS_AS(read_picture(data / "absent.png"), Error);
  CHECK_THROWS_AS(read_picture(data), Error);
}

TEST_CASE("the sample photos are read") {
  const auto subjects = std::filesystem::path(LIKENESS_SOURCE_DIR) / "resources/subjects";
  for (const char* file : {"biscuit/01.png", "biscuit/04.jpg", "comet/03.jpg"}) CHECK(read_picture(subjects / file).picture.width >= 64);
}
