#include <doctest/doctest.h>
#include <libheif/heif.h>

#include "engine/base/error.h"
#include "tests/engine/image/picture_files.h"
#include "tests/support/temporary_folder.h"

using namespace likeness::image;
using namespace likeness::test;

namespace {

heif_error append(heif_context*, const void* bytes, std::size_t size, void* target) {
  static_cast<std::string*>(target)->append(static_cast<const char*>(bytes), size);
  return {heif_error_Ok, heif_suberror_Unspecified, "Success"};
}

/// The quadrants in this compression; empty where libheif has no encoder for it.
std::string heif_bytes(heif_compression_format format) {
  std::string bytes;
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  if (heif_context_get_encoder_for_format(context, format, &encoder).code == heif_error_Ok) {
    const Picture picture = quadrants(96, 64);
    heif_image* image = nullptr;
    heif_image_create(96, 64, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
    heif_image_add_plane(image, heif_channel_interleaved, 96, 64, 24);
    int stride = 0;
    std::uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    for (int row = 0; row < 64; ++row) std::copy_n(&picture.rgb[static_cast<std::size_t>(3 * 96 * row)], 3 * 96, plane + row * stride);
    heif_encoder_set_lossy_quality(encoder, 90);
    heif_context_encode_image(context, image, encoder, nullptr, nullptr);
    heif_writer writer{1, append};
    heif_context_write(context, &writer, &bytes);
    heif_image_release(image);
    heif_encoder_release(encoder);
  }
  heif_context_free(context);
  return bytes;
}

void check_format(heif_compression_format format, const std::string& name) {
  const std::string bytes = heif_bytes(format);
  if (bytes.empty()) {
    MESSAGE("skipped: libheif has no encoder for ", name);
    return;
  }
  const TemporaryFolder folder;
  const auto path = folder.write("photo.png", bytes);
  const LoadedPicture loaded = read_picture(path);
  CHECK(loaded.format == name);
  CHECK(loaded.picture.width == 96);
  CHECK(loaded.picture.height == 64);
  CHECK(shows_quadrants(loaded.picture, 25));
  CHECK(probe_picture(path).width == 96);
  CHECK_THROWS_AS(read_picture(folder.write("cut.heic", bytes.substr(0, bytes.size() / 2))), likeness::Error);
}

}  // namespace

TEST_CASE("HEIC is read") { check_format(heif_compression_HEVC, "heif"); }

TEST_CASE("AVIF is read") { check_format(heif_compression_AV1, "avif"); }

TEST_CASE("a HEIC without content is refused") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(read_picture(folder.write("x.heic", std::string("\0\0\0\x18"
                                                                  "ftypheic\0\0\0\0mif1heic",
                                                                  24))),
                  likeness::Error);
}
