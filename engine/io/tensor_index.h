// What a weight file holds, without loading it: names, dtypes, shapes and where the bytes lie in the mapped file.
// Ownership: the spans point into `files`; whoever keeps a span keeps the MappedFile that holds it (see file_of).
// Row-major; a scalar has the shape []. All spans were checked against their file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/mapped_file.h"
#include "engine/io/dtype.h"

namespace likeness::io {

struct TensorEntry {
  std::string name;
  Dtype dtype = Dtype::other;
  std::string dtype_text;  ///< as the file spells it: "F16", "F8_E4M3" ...
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;
};

struct TensorIndex {
  std::filesystem::path path;  ///< the file, or the folder of several
  std::vector<std::shared_ptr<const MappedFile>> files;
  std::map<std::string, TensorEntry> tensors;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> warnings;  ///< unusual but legal: one sentence each
};

/// The mapping that an entry's bytes lie in. Error{internal} when the entry is not of this index.
const std::shared_ptr<const MappedFile>& file_of(const TensorIndex& index, const TensorEntry& entry);

/// "[320, 4, 3, 3]", for messages.
std::string shape_text(std::span<const std::int64_t> shape);

}  // namespace likeness::io
