// A folder written aside and renamed when it is whole: an interrupted or failed write leaves the old one and nothing else.
// Used by save_model and convert. Errors: disk_full, bad_input for a place that cannot be written.
// One writer per target at a time.
#pragma once

#include <filesystem>

#include "engine/base/json.h"

namespace likeness::models {

/// The folder while it is written; gone again unless it was finished.
class UnfinishedFolder {
 public:
  /// Makes `.NAME.part` beside the target.
  explicit UnfinishedFolder(std::filesystem::path target);
  ~UnfinishedFolder();
  UnfinishedFolder(const UnfinishedFolder&) = delete;
  UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Takes the target's place, an older folder's too.
  void finish();

 private:
  std::filesystem::path target_, path_;
};

/// The regular files of a folder, not its sub-folders.
void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to);

/// The index without the parts that are not written, so that diffusers opens the folder.
Json index_without_missing_parts(const Json& model_index, const std::filesystem::path& written);

}  // namespace likeness::models
