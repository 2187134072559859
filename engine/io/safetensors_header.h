// The JSON header of a safetensors file, read piece by piece: only the expected shape of JSON gets through, duplicates and excess are
// refused while reading, so a hostile header costs no more memory than its own length. Used by safetensors.cpp alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace likeness::io {

/// One tensor as the header states it; nothing is checked against the data yet.
struct HeaderEntry {
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;  ///< relative to the data part
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, HeaderEntry> tensors;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> warnings;
};

/// `what` names the file in errors (bad_input).
SafetensorsHeader parse_safetensors_header(std::string_view json, const std::string& what);

}  // namespace likeness::io
