// What a picture file says about itself before any pixel is decoded: format, size, orientation, profile; and whether it is whole.
// One source file per format family. Errors: bad_input (damaged, cut short), unsupported (another format, animation).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/image/byte_view.h"

namespace likeness::image {

struct PictureHeader {
  std::string format;      ///< as in LoadedPicture
  std::int64_t width = 0;  ///< as stored, before the orientation
  std::int64_t height = 0;
  int orientation = 1;             ///< EXIF's 1 to 8
  std::size_t orientation_at = 0;  ///< TIFF only: where its value lies, so that the decoder can be told to leave it alone
  bool orientation_is_big_endian = false;
  std::string profile;  ///< ICC bytes, empty without one
  std::string exif{};   ///< JPEG and WebP: the EXIF block
};

/// By content. HEIF pictures get their format only; libheif knows the rest.
PictureHeader read_picture_header(std::string_view bytes, const std::string& what);

/// Error{bad_input} when a side or the number of pixels is 0 or beyond the limits of picture.h.
void check_picture_size(std::int64_t width, std::int64_t height, const std::string& what);

/// The tags of a TIFF file or of an EXIF block (which is a TIFF file in the small).
struct TiffTags {
  std::int64_t width = 0, height = 0;
  int orientation = 1;
  std::size_t orientation_at = 0;
  bool big_endian = false;
  std::string profile;
};
TiffTags read_tiff_tags(const ByteView& bytes);

/// The orientation in an EXIF block, with or without its "Exif\0\0" in front; 1 when it is damaged or says nothing.
int exif_orientation(std::string_view block, const std::string& what);

PictureHeader read_png_header(const ByteView& bytes);
PictureHeader read_jpeg_header(const ByteView& bytes);
PictureHeader read_webp_header(const ByteView& bytes);

}  // namespace likeness::image
