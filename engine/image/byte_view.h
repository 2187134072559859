// Bounds-checked reading of numbers out of a file's bytes; a read past the end is the Error{bad_input} "... is cut short".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace likeness::image {

class ByteView {
 public:
  /// `what` names the file and outlives the view.
  ByteView(std::string_view bytes, const std::string& what) : bytes_(bytes), what_(&what) {}

  std::size_t size() const { return bytes_.size(); }
  const std::string& what() const { return *what_; }

  std::string_view part(std::size_t position, std::size_t count) const {
    if (position > bytes_.size() || count > bytes_.size() - position)
      throw Error(ErrorKind::bad_input, *what_ + " is cut short after " + std::to_string(bytes_.size()) + " bytes.",
                  "The download or copy did not finish; fetch the picture again.");
    return bytes_.substr(position, count);
  }

  ByteView view(std::size_t position, std::size_t count) const { return {part(position, count), *what_}; }
  std::uint8_t u8(std::size_t position) const { return static_cast<std::uint8_t>(part(position, 1)[0]); }
  std::uint16_t be16(std::size_t position) const { return static_cast<std::uint16_t>(big(position, 2)); }
  std::uint32_t be32(std::size_t position) const { return big(position, 4); }
  std::uint16_t le16(std::size_t position) const { return static_cast<std::uint16_t>(little(position, 2)); }
  std::uint32_t le24(std::size_t position) const { return little(position, 3); }
  std::uint32_t le32(std::size_t position) const { return little(position, 4); }

 private:
  std::uint32_t big(std::size_t position, std::size_t count) const {
    std::uint32_t value = 0;
    for (const char c : part(position, count)) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
  }

  std::uint32_t little(std::size_t position, std::size_t count) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value |= std::uint32_t{u8(position + i)} << (8 * i);
    return value;
  }

  std::string_view bytes_;
  const std::string* what_;
};

}  // namespace likeness::image
