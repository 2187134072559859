#include "engine/base/mapped_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"

namespace likeness {
namespace {

/// The mapping outlives the descriptor, which is closed here in every case.
const std::byte* map_and_close(int descriptor, std::size_t size) {
  void* address = size > 0 ? mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, descriptor, 0) : nullptr;
  close(descriptor);
  return address == MAP_FAILED ? nullptr : static_cast<const std::byte*>(address);
}

}  // namespace

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) throw Error(ErrorKind::bad_input, path.string() + " could not be opened: " + std::strerror(errno) + ".");
  struct stat status {};
  fstat(descriptor, &status);
  const bool regular = S_ISREG(status.st_mode);
  const auto size = regular ? static_cast<std::size_t>(status.st_size) : 0;
  const std::byte* data = map_and_close(descriptor, size);
  if (S_ISDIR(status.st_mode)) throw Error(ErrorKind::bad_input, path.string() + " is a folder; a file was expected.");
  if (!regular) throw Error(ErrorKind::bad_input, path.string() + " is not an ordinary file.");
  if (size == 0) throw Error(ErrorKind::bad_input, path.string() + " is empty.", "The download or copy did not finish; fetch it again.");
  if (!data) throw Error(ErrorKind::out_of_memory, path.string() + " could not be mapped into memory: " + std::strerror(errno) + ".");
  return std::shared_ptr<const MappedFile>(new MappedFile(path, data, size));
}

std::shared_ptr<MappedFile> MappedFile::scratch(const std::filesystem::path& path, std::size_t size) {
  void* address = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (address == MAP_FAILED) throw Error(ErrorKind::out_of_memory, path.string() + ": there is no memory for its tensors.");
  return std::shared_ptr<MappedFile>(new MappedFile(path, static_cast<const std::byte*>(address), size));
}

MappedFile::~MappedFile() { munmap(const_cast<std::byte*>(data_), size_); }

}  // namespace likeness
