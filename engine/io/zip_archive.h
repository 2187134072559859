// A zip archive of stored entries, as torch.save writes checkpoints: names and where their bytes lie, nothing unpacked, nothing copied.
// Refused (bad_input): two entries of one name or on one local header, local and central names or sizes that differ, entries on top of
// another, paths that climb out, anything outside the file. Packed, encrypted or split archives are unsupported. Source: PKWARE APPNOTE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace likeness::io {

struct ZipEntry {
  std::span<const std::byte> bytes;
  std::uint32_t crc = 0;  ///< as stated; see check_crc
};

using ZipEntries = std::map<std::string, ZipEntry>;

/// `what` names the file in errors.
ZipEntries read_zip(std::span<const std::byte> file, const std::string& what);

/// Error{bad_input} when the entry's bytes have another CRC-32 than the archive says.
void check_crc(const ZipEntry& entry, const std::string& name, const std::string& what);

}  // namespace likeness::io
