// PNG with text chunks (PNG specification 11.3.4): `tEXt` where the text is Latin-1, else uncompressed `iTXt`, as Pillow writes them.
// Reading takes tEXt, zTXt and iTXt, before or after the pixels, and decodes none. Text is UTF-8 here, newlines kept.
// Errors: bad_input for a damaged file or one cut short before its pixels; disk_full.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/image/picture.h"

namespace likeness::image {

struct PngText {
  std::string key;  ///< 1 to 79 Latin-1 characters: "parameters"
  std::string text;
};

/// The file's bytes; the same picture and texts give the same bytes.
std::string encode_png(const Picture& picture, const std::vector<PngText>& texts = {});

/// Written aside and renamed.
void write_png(const std::filesystem::path& path, const Picture& picture, const std::vector<PngText>& texts = {});

/// In the file's order; chunks that are damaged or unpack to more than 16 MiB are passed over.
std::vector<PngText> read_png_texts(const std::filesystem::path& path);

}  // namespace likeness::image
