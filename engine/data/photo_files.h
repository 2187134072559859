// Which files a list of files and folders means: folders give their files sorted by name, sub-folders are not entered, hidden and
// system files of a folder are passed over. A file named outright is kept, whatever its name, also when it does not exist.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace likeness::data {

std::vector<std::filesystem::path> photo_files(const std::vector<std::string>& files_and_folders);

/// A name in `folder` that is free: the file's own, else "name-2.png", "name-3.png" ...
std::filesystem::path free_name(const std::filesystem::path& folder, const std::filesystem::path& file);

}  // namespace likeness::data
