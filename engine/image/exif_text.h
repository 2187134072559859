// Generation parameters inside an EXIF block, as A1111 writes them into JPEG and WebP (piexif): UserComment with the prefix "UNICODE"
// and UTF-16. Our own JSON lies in MakerNote behind "likeness" and a NUL. Also read: Fooocus (MakerNote names the scheme) and
// ComfyUI ("prompt:{...}" in Model, "workflow:{...}" in Make). Source: EXIF 2.32, 4.6.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/image/png.h"

namespace likeness::image {

/// A big-endian TIFF block without "Exif\0\0" in front: ColorSpace sRGB, and the texts "parameters" and "likeness" where given.
std::string exif_block_of(const std::vector<PngText>& texts);

/// The texts of a block, with or without "Exif\0\0", under the keys that PNG files have; none of a damaged one.
std::vector<PngText> exif_texts(std::string_view block, const std::string& what);

}  // namespace likeness::image
