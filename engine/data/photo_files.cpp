#include "engine/data/photo_files.h"

#include <algorithm>
#include <system_error>

#include "engine/base/error.h"

namespace likeness::data {

namespace fs = std::filesystem;

namespace {

bool is_system_file(const std::string& name) {
  return name.empty() || name.front() == '.' || name == "Thumbs.db" || name == "desktop.ini";
}

std::vector<fs::path> files_of_folder(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    if (entry->is_regular_file(unreadable) && !is_system_file(entry->path().filename().string())) files.push_back(entry->path());
  }
  if (error) {
    throw Error(ErrorKind::bad_input, folder.string() + ": the folder cannot be read: " + error.message() + ".",
                "Check that you may open it.");
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<fs::path> photo_files(const std::vector<std::string>& files_and_folders) {
  std::vector<fs::path> files;
  for (const std::string& name : files_and_folders) {
    std::error_code error;
    if (!fs::is_directory(name, error)) {
      files.emplace_back(name);
      continue;
    }
    const std::vector<fs::path> inside = files_of_folder(name);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

fs::path free_name(const fs::path& folder, const fs::path& file) {
  fs::path candidate = folder / file.filename();
  for (int number = 2; fs::exists(fs::symlink_status(candidate)); ++number) {
    candidate = folder / (file.stem().string() + "-" + std::to_string(number) + file.extension().string());
  }
  return candidate;
}

}  // namespace likeness::data
