// Files that are never half written: everything a user could lose is written aside, flushed to the disk and renamed.
// A failed write (full disk, quota, size limit) throws Error{disk_full} and leaves the old file and nothing else behind.
// Thread-safe as long as two threads do not write one path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace likeness {

/// What the standard library could not do with a path (a circle of links, a folder that may not be entered): bad_input or disk_full.
Error error_of(const std::filesystem::filesystem_error& fault);

/// Whole file as bytes. Errors: bad_input when it is missing, unreadable, a folder or longer than `max_bytes`.
std::string read_file(const std::filesystem::path& path, std::size_t max_bytes = 1u << 30);

/// A file written aside in the target's folder. commit() flushes, renames and flushes the folder; without it nothing remains.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text) { write(std::as_bytes(std::span(text.data(), text.size()))); }
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path aside_;
  int descriptor_ = -1;
};

void write_file(const std::filesystem::path& path, std::string_view bytes);

/// Makes `folder` and its parents; Error{disk_full} or {bad_input} with the path when it cannot be made.
void make_folders(const std::filesystem::path& folder);

/// Renames a finished folder into place and flushes the parent folder.
void rename_folder(const std::filesystem::path& from, const std::filesystem::path& to);

/// Flushes a folder's entries to the disk.
void sync_folder(const std::filesystem::path& folder);

/// Bytes that an ordinary user may still write where `path` is (its nearest existing parent counts).
std::uint64_t free_disk_bytes(const std::filesystem::path& path);

/// Throws Error{disk_full} naming both figures when fewer than `bytes` + a reserve of 64 MiB are free at `path`.
void require_disk_space(const std::filesystem::path& path, std::uint64_t bytes);

}  // namespace likeness
