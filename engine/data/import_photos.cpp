#include <algorithm>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/data/photo_files.h"
#include "engine/data/photos.h"

namespace likeness::data {

namespace fs = std::filesystem;

namespace {

void require_plain_name(const std::string& name, const std::string& field) {
  const bool plain = !name.empty() && name != "." && name != ".." && name.find_first_of("/\\") == std::string::npos &&
                     name.find('\0') == std::string::npos;
  if (plain) return;
  throw Error(ErrorKind::bad_input, field + ": expected a plain name without slashes, found \"" + name + "\".");
}

void remove_photos(const fs::path& folder, const std::vector<std::string>& names) {
  for (const std::string& name : names) require_plain_name(name, "remove");
  for (const std::string& name : names) {
    std::error_code error;
    fs::remove(folder / name, error);
    if (error) throw Error(ErrorKind::bad_input, (folder / name).string() + ": cannot be removed: " + error.message() + ".");
  }
}

bool same_content(const fs::path& one, const fs::path& other) {
  std::error_code error;
  return fs::file_size(one, error) == fs::file_size(other, error) && !error && read_file(one) == read_file(other);
}

bool is_inside_already(const fs::path& folder, const fs::path& file) {
  const std::vector<fs::path> present = photo_files({folder.string()});
  return std::any_of(present.begin(), present.end(), [&](const fs::path& photo) { return same_content(photo, file); });
}

}  // namespace

api::PhotosChecked import_photos(const api::ImportPhotos& request, const fs::path& home, api::JobContext& context) {
  require_plain_name(request.subject_id, "subject_id");
  const fs::path folder = home / "subjects" / request.subject_id / "photos";
  const std::vector<api::PhotoReport> offered = look_at_photos(request.files, context);
  make_folders(folder);
  remove_photos(folder, request.remove);
  api::PhotosChecked checked{.job = context.job(), .subject_id = request.subject_id, .photos = {}};
  std::vector<api::PhotoReport> refused;
  for (const api::PhotoReport& report : offered) {
    if (!report.accepted) {
      refused.push_back(report);
    } else if (!is_inside_already(folder, report.file)) {
      write_file(free_name(folder, report.file), read_file(report.file));
    }
  }
  checked.photos = look_at_photos({folder.string()}, context);
  checked.photos.insert(checked.photos.end(), refused.begin(), refused.end());
  return checked;
}

}  // namespace likeness::data
