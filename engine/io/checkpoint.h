// PyTorch's own files (.ckpt, .pt, .bin): the zip container of torch.save and the older one of five pickles. The file is mapped and its
// pickle read by the restricted reader of pickle.h; nothing is executed, weights are not touched until they are used.
// open_checkpoint gives the whole tree (textual-inversion files are small nested dicts), tensors_of turns a part of it into a TensorIndex.
// Errors: bad_input for damage, contradiction and hostility, naming what; unsupported for packed or encrypted archives.
// Source: torch/serialization.py; formats.md 1.2 of the design material.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/io/pickle_value.h"
#include "engine/io/tensor_index.h"

namespace likeness::io {

struct Checkpoint {
  std::filesystem::path path;
  std::shared_ptr<const MappedFile> file;
  PickleTree tree;                                        ///< its texts look into `file`
  std::vector<std::span<const std::byte>> storage_bytes;  ///< in the order of tree.storages; checked against their counts

  const PickleValue& root() const { return tree[tree.root]; }
};

/// A file whose content is one of the two containers, whatever its name; another kind of file is named as what it is.
Checkpoint open_checkpoint(const std::filesystem::path& path);

/// The value of a text key in a dict; null when `dict` is none or has no such key.
const PickleValue* find_key(const Checkpoint& checkpoint, const PickleValue& dict, std::string_view key);

/// All tensors under `value`, names joined with dots; one that does not lie row by row in the file is copied. Plain numbers and texts at
/// the top become metadata. A dict under the key `state_dict` is taken for the whole. bad_input for a name given twice.
TensorIndex tensors_of(const Checkpoint& checkpoint, const PickleValue& value);

/// The tensors of a weight file of either format, known by its content.
TensorIndex open_tensors(const std::filesystem::path& path);

}  // namespace likeness::io
