// Finished pictures as files with their texts inside, and those texts back, whatever the file's kind: PNG (png.h), JPEG and WebP (EXIF,
// exif_text.h). Pixels are sRGB. The same picture, texts and kind give the same bytes.
// Errors: bad_input for a damaged file, one cut short before its pixels, or texts too long for a JPEG (64 KiB); unsupported kinds.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/image/png.h"

namespace likeness::image {

struct FileKind {
  std::string format = "png";  ///< "png", "jpeg", "webp"
  int quality = 95;            ///< 1 to 100; a WebP at 100 loses nothing
};

std::string encode_picture(const Picture& picture, const FileKind& kind, const std::vector<PngText>& texts = {});

/// ".png", ".jpg", ".webp".
std::string file_extension(const std::string& format);

/// Keys as in PNG files: "parameters", "likeness", "prompt" ...
std::vector<PngText> read_picture_texts(const std::filesystem::path& path);

}  // namespace likeness::image
