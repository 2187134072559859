// Crafted PyTorch checkpoints for the tests of this room: zip archives byte by byte, pickles opcode by opcode.
// Every field that a test may want to falsify can be set on its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace likeness::test {

/// The lowest `size` bytes, little end first.
std::string little(std::uint64_t value, int size);

struct ZipPart {
  std::string name;
  std::string bytes;
  std::string local_name = {};  ///< empty: as `name`
  std::int64_t crc = -1;        ///< -1: the right one
  std::int64_t header_at = -1;  ///< -1: where it is
  std::int64_t size = -1;       ///< in the central list; -1: the right one
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
};

std::string zip_bytes(const std::vector<ZipPart>& parts, const std::string& comment = {});

// Opcodes.
std::string text_op(const std::string& text);
std::string number_op(std::uint32_t value);
std::string global_op(const std::string& module, const std::string& name);
std::string tuple_op(const std::vector<std::string>& items);
std::string storage_op(const std::string& type, const std::string& key, std::uint32_t count);
/// _rebuild_tensor_v2 on a storage.
std::string tensor_op(const std::string& storage, std::uint32_t offset, const std::vector<std::uint32_t>& shape,
                      const std::vector<std::uint32_t>& strides);
/// {key: value ...} of texts and opcodes.
std::string dict_op(const std::vector<std::pair<std::string, std::string>>& items);
std::string pickle_of(const std::string& operations);

/// archive/data.pkl, archive/version, and the storages 0, 1, ...
std::vector<ZipPart> checkpoint_parts(const std::string& pickle, const std::vector<std::string>& storages);
std::string checkpoint_bytes(const std::string& pickle, const std::vector<std::string>& storages = {});
/// The older container; keys "0", "1", ... with their element counts.
std::string legacy_bytes(const std::string& pickle, const std::vector<std::pair<std::uint64_t, std::string>>& storages,
                         bool little_endian = true);

}  // namespace likeness::test
