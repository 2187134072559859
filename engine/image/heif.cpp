#include "engine/image/heif.h"

#include <memory>

#include <libheif/heif.h>
#include <opencv2/imgproc.hpp>

#include "engine/base/error.h"
#include "engine/image/picture_header.h"

namespace likeness::image {
namespace {

using Context = std::unique_ptr<heif_context, decltype(&heif_context_free)>;
using Handle = std::unique_ptr<heif_image_handle, decltype(&heif_image_handle_release)>;
using Image = std::unique_ptr<heif_image, decltype(&heif_image_release)>;

void check(const heif_error& error, const std::string& what) {
  if (error.code == heif_error_Ok) return;
  const bool foreign = error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype;
  throw Error(foreign ? ErrorKind::unsupported : ErrorKind::bad_input, what + " could not be read: " + std::string(error.message) + ".",
              "Save it as JPEG or PNG.");
}

std::string colour_profile(const heif_image_handle* handle) {
  const heif_color_profile_type type = heif_image_handle_get_color_profile_type(handle);
  if (type != heif_color_profile_type_prof && type != heif_color_profile_type_rICC) return {};
  std::string profile(heif_image_handle_get_raw_color_profile_size(handle), '\0');
  if (profile.empty() || heif_image_handle_get_raw_color_profile(handle, profile.data()).code != heif_error_Ok) return {};
  return profile;
}

int noted_orientation(const heif_image_handle* handle, const std::string& what) {
  heif_item_id id = 0;
  if (heif_image_handle_get_list_of_metadata_block_IDs(handle, "Exif", &id, 1) != 1) return 1;
  std::string block(heif_image_handle_get_metadata_size(handle, id), '\0');
  if (block.size() < 4 || heif_image_handle_get_metadata(handle, id, block.data()).code != heif_error_Ok) return 1;
  const std::uint32_t skipped = ByteView(block, what).be32(0);
  return skipped > block.size() - 4 ? 1 : exif_orientation(std::string_view(block).substr(4 + skipped), what);
}

cv::Mat decoded_pixels(const heif_image_handle* handle, const std::string& what) {
  heif_image* raw = nullptr;
  const heif_error error = heif_decode_image(handle, &raw, heif_colorspace_RGB, heif_chroma_interleaved_RGBA, nullptr);
  const Image image(raw, &heif_image_release);
  check(error, what);
  int stride = 0;
  const std::uint8_t* plane = heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
  const int width = heif_image_get_width(image.get(), heif_channel_interleaved);
  const int height = heif_image_get_height(image.get(), heif_channel_interleaved);
  if (!plane || width <= 0 || height <= 0) throw Error(ErrorKind::bad_input, what + " holds no pixels.");
  const cv::Mat rgba(height, width, CV_8UC4, const_cast<std::uint8_t*>(plane), static_cast<std::size_t>(stride));
  cv::Mat bgra;
  cv::cvtColor(rgba, bgra, cv::COLOR_RGBA2BGRA);
  return bgra;
}

}  // namespace

HeifPicture read_heif(const std::string& bytes, const std::string& what, HeifPart part) {
  const Context context(heif_context_alloc(), &heif_context_free);
  check(heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr), what);
  heif_image_handle* raw = nullptr;
  const heif_error error = heif_context_get_primary_image_handle(context.get(), &raw);
  const Handle handle(raw, &heif_image_handle_release);
  check(error, what);
  HeifPicture picture;
  picture.width = heif_image_handle_get_width(handle.get());
  picture.height = heif_image_handle_get_height(handle.get());
  check_picture_size(picture.width, picture.height, what);
  picture.turned = heif_image_handle_get_ispe_width(handle.get()) == picture.height &&
                   heif_image_handle_get_ispe_height(handle.get()) == picture.width && picture.width != picture.height;
  picture.exif_orientation = noted_orientation(handle.get(), what);
  picture.profile = colour_profile(handle.get());
  if (part == HeifPart::pixels) picture.pixels = decoded_pixels(handle.get(), what);
  return picture;
}

}  // namespace likeness::image
