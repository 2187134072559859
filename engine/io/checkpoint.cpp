#include "engine/io/checkpoint.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/base/error.h"
#include "engine/io/file_kind.h"
#include "engine/io/pickle.h"
#include "engine/io/safetensors.h"
#include "engine/io/zip_archive.h"

namespace likeness::io {
namespace {

constexpr std::size_t most_pickle_bytes = 64u << 20;
constexpr std::string_view expected_kind = "a PyTorch checkpoint";
/// torch/serialization.py, MAGIC_NUMBER, as LONG1 holds it; PROTOCOL_VERSION.
constexpr std::string_view magic_number{"\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10};
constexpr std::int64_t legacy_protocol = 1001;

[[noreturn]] void refuse(const std::string& what, const std::string& why) {
  throw Error(ErrorKind::bad_input, what + ": " + why + ".", "Fetch the file again; it was cut short or altered.");
}

std::string_view text_of(std::span<const std::byte> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::uint64_t storage_size(const PickleStorage& storage, const std::string& what) {
  std::uint64_t bytes = 0;
  if (__builtin_mul_overflow(static_cast<std::uint64_t>(storage.count), byte_size(storage.dtype), &bytes))
    refuse(what, "the storage \"" + std::string(storage.key) + "\" is impossibly large");
  return bytes;
}

/// The one pickle `<folder>/data.pkl`; every other entry must be in that folder too. Gives the folder with its slash.
std::string folder_of(const ZipEntries& entries, const std::string& what) {
  std::vector<std::string> pickles;
  for (const auto& [name, entry] : entries)
    if (name.ends_with("/data.pkl")) pickles.push_back(name);
  if (pickles.size() != 1) refuse(what, "a checkpoint holds one data.pkl, this archive has " + std::to_string(pickles.size()));
  const std::string folder = pickles[0].substr(0, pickles[0].size() - std::string_view("data.pkl").size());
  for (const auto& [name, entry] : entries)
    if (!name.starts_with(folder)) refuse(what, "the entry \"" + name + "\" does not belong to a checkpoint");
  return folder;
}

void read_zip_container(Checkpoint& checkpoint, const std::string& what) {
  const ZipEntries entries = read_zip(checkpoint.file->bytes(), what);
  const std::string folder = folder_of(entries, what), pickle_name = folder + "data.pkl";
  if (const auto order = entries.find(folder + "byteorder"); order != entries.end() && text_of(order->second.bytes) != "little")
    refuse(what,
           "its numbers have the byte order \"" + std::string(text_of(order->second.bytes).substr(0, 20)) + "\"; little was expected");
  const ZipEntry& pickle = entries.at(pickle_name);
  if (pickle.bytes.size() > most_pickle_bytes) refuse(what, "its pickle is longer than 64 MiB");
  check_crc(pickle, pickle_name, what);
  std::size_t length = 0;
  checkpoint.tree = read_pickle(pickle.bytes, what, length);
  if (length != pickle.bytes.size()) refuse(what, std::to_string(pickle.bytes.size() - length) + " bytes follow the end of its pickle");
  for (const PickleStorage& storage : checkpoint.tree.storages) {
    const std::string key(storage.key);
    const bool digits = !key.empty() && key.find_first_not_of("0123456789") == std::string::npos;
    const auto entry = digits ? entries.find(folder + "data/" + key) : entries.end();
    if (entry == entries.end()) refuse(what, "the storage \"" + key.substr(0, 100) + "\" is not in the archive");
    const std::uint64_t expected = storage_size(storage, what);
    if (entry->second.bytes.size() != expected)
      refuse(what, "the storage \"" + key + "\" should have " + std::to_string(expected) + " bytes but has " +
                       std::to_string(entry->second.bytes.size()));
    checkpoint.storage_bytes.push_back(entry->second.bytes);
  }
}

/// The five pickles one after another, then the storages in the order of the fifth.
class LegacyReader {
 public:
  LegacyReader(Checkpoint& checkpoint, const std::string& what) : checkpoint_(checkpoint), what_(what), rest_(checkpoint.file->bytes()) {}

  void read() {
    const PickleTree magic = next_pickle();
    if (magic[magic.root].kind != ValueKind::integer || magic[magic.root].text != magic_number)
      refuse(what_, "it is a Python pickle, but not a PyTorch checkpoint");
    const PickleTree protocol = next_pickle();
    if (protocol[protocol.root].kind != ValueKind::integer || protocol[protocol.root].integer != legacy_protocol)
      refuse(what_, "its container is of a version that is not known");
    check_byte_order(next_pickle());
    checkpoint_.tree = next_pickle();
    place_storages(next_pickle());
    if (!rest_.empty()) refuse(what_, std::to_string(rest_.size()) + " bytes follow its last storage");
  }

 private:
  PickleTree next_pickle() {
    std::size_t length = 0;
    PickleTree tree = read_pickle(rest_.first(std::min(rest_.size(), most_pickle_bytes)), what_, length);
    rest_ = rest_.subspan(length);
    return tree;
  }

  void check_byte_order(const PickleTree& system) const {
    const std::vector<ValueId>& fields = system[system.root].items;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
      if (system[fields[i]].text == "little_endian" && system[fields[i + 1]].integer == 0)
        refuse(what_, "its numbers have the byte order \"big\"; little was expected");
  }

  void place_storages(const PickleTree& keys) {
    const std::vector<PickleStorage>& storages = checkpoint_.tree.storages;
    checkpoint_.storage_bytes.resize(storages.size());
    std::vector<bool> placed(storages.size());
    std::map<std::string_view, std::size_t> by_key;
    for (std::size_t i = 0; i < storages.size(); ++i) by_key.emplace(storages[i].key, i);
    for (const ValueId id : keys[keys.root].items) {
      const auto found = by_key.find(keys[id].text);
      if (keys[id].kind != ValueKind::text || found == by_key.end() || placed[found->second])
        refuse(what_, "its list of storages does not fit its tensors");
      placed[found->second] = true;
      checkpoint_.storage_bytes[found->second] = next_storage(storages[found->second]);
    }
    if (std::find(placed.begin(), placed.end(), false) != placed.end()) refuse(what_, "it lacks a storage that its tensors use");
  }

  std::span<const std::byte> next_storage(const PickleStorage& storage) {
    std::int64_t count = 0;
    const std::uint64_t size = storage_size(storage, what_);
    if (rest_.size() < sizeof count || rest_.size() - sizeof count < size) refuse(what_, "it ends in the middle of a storage");
    std::memcpy(&count, rest_.data(), sizeof count);
    if (count != storage.count)
      refuse(what_, "a storage has " + std::to_string(count) + " elements instead of " + std::to_string(storage.count));
    const auto bytes = rest_.subspan(sizeof count, size);
    rest_ = rest_.subspan(sizeof count + size);
    return bytes;
  }

  Checkpoint& checkpoint_;
  const std::string& what_;
  std::span<const std::byte> rest_;
};

}  // namespace

Checkpoint open_checkpoint(const std::filesystem::path& path) {
  static_assert(std::endian::native == std::endian::little, "storages are used as they lie in the file");
  Checkpoint checkpoint{.path = path, .file = MappedFile::open(path), .tree = {}, .storage_bytes = {}};
  const std::string what = path.string();
  switch (const FileKind kind = sniff(path)) {
    case FileKind::zip: read_zip_container(checkpoint, what); break;
    case FileKind::pickle: LegacyReader(checkpoint, what).read(); break;
    default: throw wrong_kind(path, kind, expected_kind);
  }
  return checkpoint;
}

TensorIndex open_tensors(const std::filesystem::path& path) {
  const FileKind kind = sniff(path);
  if (kind != FileKind::zip && kind != FileKind::pickle) return open_safetensors(path);
  const Checkpoint checkpoint = open_checkpoint(path);
  return tensors_of(checkpoint, checkpoint.root());
}

}  // namespace likeness::io
