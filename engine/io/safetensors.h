// The safetensors container (huggingface/safetensors, safetensors/src/tensor.rs and README "Format"): 8 bytes of header length, a JSON
// header, the data. Reading maps the file and reads the header only; every number is checked before it is used.
// Errors: bad_input for a damaged, contradictory or hostile file, unsupported for a dtype nobody has named yet; both name the tensor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/io/tensor_index.h"

namespace likeness::io {

/// Opens a file whose content is safetensors, whatever its name; another kind of file is named as what it is.
TensorIndex open_safetensors(const std::filesystem::path& path);

struct TensorToWrite {
  std::string name;
  Dtype dtype = Dtype::f32;  ///< not `other`
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;  ///< borrowed until write_safetensors returns
};

/// Written aside and renamed, in the reference writer's order (widest dtype first, then by name) with its 8-byte padded header.
/// Same tensors and metadata, same bytes. Errors: internal for a shape that does not fit its bytes or a name given twice; disk_full.
void write_safetensors(const std::filesystem::path& path, const std::vector<TensorToWrite>& tensors,
                       const std::map<std::string, std::string>& metadata = {});

}  // namespace likeness::io
