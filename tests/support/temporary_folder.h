// A folder of its own for one test, removed with everything in it at the end. No LibTorch, no Qt.
// Use: likeness::test::TemporaryFolder folder; folder.write("a.json", "{}"); read(folder / "a.json").
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace likeness::test {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  /// Writes a file, making folders as needed, and returns its path.
  std::filesystem::path write(std::string_view name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

/// All bytes of a file; empty when it cannot be read.
std::string read_all(const std::filesystem::path& file);

/// Sets an environment variable for the life of the object.
class EnvironmentOverride {
 public:
  EnvironmentOverride(std::string name, const std::string& value);
  ~EnvironmentOverride();
  EnvironmentOverride(const EnvironmentOverride&) = delete;
  EnvironmentOverride& operator=(const EnvironmentOverride&) = delete;

 private:
  std::string name_;
  std::string before_;
  bool was_set_ = false;
};

}  // namespace likeness::test
