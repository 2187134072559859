#include "engine/models/folder_writer.h"

#include "engine/base/files.h"

namespace likeness::models {
namespace fs = std::filesystem;

UnfinishedFolder::UnfinishedFolder(fs::path target)
    : target_(std::move(target)), path_(target_.parent_path() / ("." + target_.filename().string() + ".part")) {
  fs::remove_all(path_);
  make_folders(path_);
}

UnfinishedFolder::~UnfinishedFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void UnfinishedFolder::finish() {
  sync_folder(path_);
  if (!fs::exists(target_)) return rename_folder(path_, target_);
  const fs::path old = target_.parent_path() / ("." + target_.filename().string() + ".old");
  fs::remove_all(old);
  rename_folder(target_, old);
  rename_folder(path_, target_);
  fs::remove_all(old);
}

void copy_folder(const fs::path& from, const fs::path& to) {
  make_folders(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.is_regular_file()) write_file(to / entry.path().filename(), read_file(entry.path()));
  }
}

Json index_without_missing_parts(const Json& model_index, const fs::path& written) {
  Json index = model_index;
  for (auto& [part, value] : index.items()) {
    const bool names_a_part = value.is_array() && value.size() == 2 && value[0].is_string();
    if (names_a_part && !fs::is_directory(written / part)) value = Json::array({nullptr, nullptr});
  }
  if (index.contains("safety_checker")) index["requires_safety_checker"] = false;
  return index;
}

}  // namespace likeness::models
