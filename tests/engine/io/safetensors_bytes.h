// Crafted safetensors files for the tests of this room.
#pragma once

#include <cstdint>
#include <string>

namespace likeness::test {

/// Eight bytes of length, the header, the data.
inline std::string safetensors_bytes(std::uint64_t length, const std::string& header, const std::string& data) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(length >> (8 * i));
  return bytes + header + data;
}

inline std::string safetensors_bytes(const std::string& header, const std::string& data = {}) {
  return safetensors_bytes(header.size(), header, data);
}

}  // namespace likeness::test
