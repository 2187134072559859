#include "engine/image/inflate.h"

#include <algorithm>

#include <zlib.h>

namespace likeness::image {

std::optional<std::string> inflate_bytes(std::string_view packed, std::size_t max_bytes) {
  z_stream stream{};
  // 32: zlib or gzip, as the header says.
  if (inflateInit2(&stream, 15 + 32) != Z_OK) return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), 1u << 30));
  std::string result, block(1 << 16, '\0');
  int status = Z_OK;
  while (status == Z_OK && result.size() <= max_bytes) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    status = inflate(&stream, Z_NO_FLUSH);
    result.append(block, 0, block.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || result.size() > max_bytes) return std::nullopt;
  return result;
}

}  // namespace likeness::image
