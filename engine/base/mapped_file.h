// A file mapped into memory, so that weights are read once, when they are used, and shared between processes.
// Shared ownership: a tensor that looks into the mapping keeps it alive. The mapping is private: a weight trained in place changes in
// memory only (copy on write); the file is never written to.
// Errors: bad_input when the file is missing, a folder, or empty.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace likeness {

class MappedFile {
 public:
  static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);

  /// Memory of its own that counts as a part of `path`: for tensors that do not lie in the file as they are used. Not empty.
  static std::shared_ptr<MappedFile> scratch(const std::filesystem::path& path, std::size_t size);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return {data_, size_}; }
  std::span<std::byte> writable_bytes() { return {const_cast<std::byte*>(data_), size_}; }
  const std::filesystem::path& path() const { return path_; }

 private:
  MappedFile(std::filesystem::path path, const std::byte* data, std::size_t size) : path_(std::move(path)), data_(data), size_(size) {}

  std::filesystem::path path_;
  const std::byte* data_;
  std::size_t size_;
};

}  // namespace likeness
