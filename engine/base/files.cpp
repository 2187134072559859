#include "engine/base/files.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/fault.h"

namespace likeness {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t disk_reserve_bytes = 64ull << 20;

bool is_space_error(int code) { return code == ENOSPC || code == EDQUOT || code == EFBIG || code == EIO; }

/// `code` is the errno of a failed attempt to write `path`.
Error write_error(const fs::path& path, int code) {
  const std::string message = path.string() + " could not be written: " + std::strerror(code) + ".";
  if (is_space_error(code)) return Error(ErrorKind::disk_full, message, "Free some space on that disk or choose another folder.");
  return Error(ErrorKind::bad_input, message, "Choose a folder that exists and that you may write to.");
}

fs::path aside_name(const fs::path& target) {
  static std::atomic<unsigned> counter = 0;
  // Long names are cut so that the aside name still fits the file system's limit of 255 bytes.
  std::string name = target.filename().string().substr(0, 200);
  name.insert(name.begin(), '.');
  name += '.' + std::to_string(getpid()) + '-' + std::to_string(counter++) + ".part";
  return target.parent_path() / name;
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

Error too_long(const fs::path& path, std::size_t max_bytes) {
  return Error(ErrorKind::bad_input,
               path.string() + " is longer than the " + std::to_string(max_bytes) + " bytes allowed for such a file.");
}

void append_all(int descriptor, const fs::path& path, std::size_t max_bytes, std::string& bytes) {
  std::string block(1 << 16, '\0');
  while (true) {
    const ssize_t count = read(descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw Error(ErrorKind::bad_input, path.string() + " could not be read: " + std::strerror(errno) + ".");
    if (count == 0) return;
    if (bytes.size() + static_cast<std::size_t>(count) > max_bytes) throw too_long(path, max_bytes);
    bytes.append(block, 0, static_cast<std::size_t>(count));
  }
}

fs::path nearest_existing(fs::path path) {
  std::error_code ignored;
  path = fs::absolute(path, ignored);
  while (!fs::exists(path, ignored) && path.has_relative_path()) path = path.parent_path();
  return path;
}

}  // namespace

Error error_of(const fs::filesystem_error& fault) {
  const ErrorKind kind = is_space_error(fault.code().value()) ? ErrorKind::disk_full : ErrorKind::bad_input;
  return Error(kind, fault.path1().string() + " could not be used: " + fault.code().message() + ".");
}

std::string read_file(const fs::path& path, std::size_t max_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0)
    throw Error(ErrorKind::bad_input, path.string() + " could not be opened: " + std::strerror(errno) + ".");
  if (S_ISDIR(status.st_mode)) throw Error(ErrorKind::bad_input, path.string() + " is a folder; a file was expected.");
  if (status.st_size > 0 && static_cast<std::uint64_t>(status.st_size) > max_bytes) throw too_long(path, max_bytes);
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(status.st_size));
  append_all(file.get(), path, max_bytes, bytes);
  return bytes;
}

AtomicFile::AtomicFile(fs::path target) : target_(std::move(target)) {
  std::error_code ignored, error;
  if (fs::is_symlink(target_, ignored)) target_ = fs::weakly_canonical(target_, error);
  if (error) throw Error(ErrorKind::bad_input, target_.string() + " could not be written: " + error.message() + ".");
  const fs::file_status status = fs::status(target_, ignored);
  if (fs::is_directory(status)) throw Error(ErrorKind::bad_input, target_.string() + " is a folder; a file was expected.");
  if (target_.filename().empty()) throw Error(ErrorKind::bad_input, "The file to write has no name.");
  // A device or pipe is written to as it is: renaming over it would replace it.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    descriptor_ = open(target_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    aside_ = aside_name(target_);
    descriptor_ = open(aside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  }
  if (descriptor_ < 0) throw write_error(target_, errno);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (!aside_.empty()) unlink(aside_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  fault_point(FaultPoint::write);
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw write_error(target_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void AtomicFile::commit() {
  if (!aside_.empty() && fsync(descriptor_) != 0) throw write_error(target_, errno);
  const int closed = close(descriptor_);
  descriptor_ = -1;
  if (closed != 0) throw write_error(target_, errno);
  if (aside_.empty()) return;
  fault_point(FaultPoint::rename);
  if (rename(aside_.c_str(), target_.c_str()) != 0) throw write_error(target_, errno);
  aside_.clear();
  sync_folder(target_.parent_path());
}

void write_file(const fs::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw write_error(folder, error.value());
  if (!fs::is_directory(folder, error)) throw Error(ErrorKind::bad_input, folder.string() + " exists but is not a folder.");
}

void rename_folder(const fs::path& from, const fs::path& to) {
  fault_point(FaultPoint::rename);
  if (rename(from.c_str(), to.c_str()) != 0) throw write_error(to, errno);
  sync_folder(to.parent_path());
}

void sync_folder(const fs::path& folder) {
  const fs::path path = folder.empty() ? fs::path(".") : folder;
  const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some network and FUSE file systems cannot flush a folder (EINVAL); the rename has happened all the same.
  if (directory.get() < 0 || (fsync(directory.get()) != 0 && errno != EINVAL)) throw write_error(path, errno);
}

std::uint64_t free_disk_bytes(const fs::path& path) {
  std::error_code error;
  const fs::path existing = nearest_existing(path);
  const fs::space_info space = fs::space(existing, error);
  if (error) throw Error(ErrorKind::bad_input, existing.string() + ": free space could not be asked for: " + error.message() + ".");
  return space.available;
}

void require_disk_space(const fs::path& path, std::uint64_t bytes) {
  const std::uint64_t free = fault_point(FaultPoint::disk) ? 0 : free_disk_bytes(path);
  if (free >= disk_reserve_bytes && free - disk_reserve_bytes >= bytes) return;
  const auto megabytes = [](std::uint64_t count) { return std::to_string(count >> 20) + " MB"; };
  throw Error(ErrorKind::disk_full,
              path.string() + " needs " + megabytes(bytes) + " and a reserve of " + megabytes(disk_reserve_bytes) + ", but only " +
                  megabytes(free) + " are free.",
              "Free some space on that disk or choose another folder.");
}

}  // namespace likeness
