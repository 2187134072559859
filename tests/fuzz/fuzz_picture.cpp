// What a picture says without being decoded: headers, text chunks, EXIF, and the settings in them. A PNG is also tried with its checksums
// put right, so that mutations reach the chunks.
#include <zlib.h>

#include "engine/image/exif_text.h"
#include "engine/image/infotext.h"
#include "engine/image/picture_header.h"
#include "engine/image/picture_settings.h"
#include "engine/image/picture_text.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

namespace likeness::fuzz {
namespace {

std::string with_checksums(std::string png) {
  std::size_t at = 8;
  while (at + 12 <= png.size()) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(png[at + i]);
    if (length > png.size() - at - 12) break;
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(png.data() + at + 4), static_cast<uInt>(length + 4));
    for (std::size_t i = 0; i < 4; ++i) png[at + 8 + length + i] = static_cast<char>(sum >> (24 - 8 * i));
    at += length + 12;
  }
  return png;
}

void read_texts(std::string_view bytes) {
  const MemoryFile file(bytes);
  allow_refusal([&] {
    const auto texts = image::read_picture_texts(file.path());
    image::read_settings(texts);
    for (const auto& text : texts) image::format_infotext(image::parse_infotext(text.text));
  });
  allow_refusal([&] { image::read_picture_header(bytes, "input"); });
}

}  // namespace
}  // namespace likeness::fuzz

LIKENESS_FUZZ_TARGET(input) {
  if (input.empty()) return;
  read_texts(input);
  if (input.starts_with("\x89PNG")) read_texts(with_checksums(std::string(input)));
  image::exif_texts(input, "input");
  image::exif_orientation(input, "input");
  image::format_infotext(image::parse_infotext(input));
  for (const char* key : {"parameters", "prompt", "invokeai_metadata"})
    image::read_settings({{.key = key, .text = std::string(input)}});
}
