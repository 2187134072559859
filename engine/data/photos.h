// A subject's photos: looked at, judged, copied into the subject's folder, and read as the squares that training sees.
// Advice never rejects; a side under 16 pixels, a side ratio over 16 or a file that is no picture does.
// Hidden and system files in a folder are passed over; sub-folders are not entered. Near-duplicates by difference hash.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/job_context.h"

namespace likeness::data {

/// One report per file, in the order given (folders sorted by name).
std::vector<api::PhotoReport> look_at_photos(const std::vector<std::string>& files_and_folders, api::JobContext& context);

/// Copies into home/subjects/<id>/photos (names kept, numbered on clash, never overwritten), removes what was asked, reports on all.
api::PhotosChecked import_photos(const api::ImportPhotos& request, const std::filesystem::path& home, api::JobContext& context);

}  // namespace likeness::data
