// Finished pictures found again: read from the text that each PNG carries, without decoding pixels.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/events.h"
#include "engine/api/job_context.h"

namespace likeness::jobs {

/// PNG files that Likeness wrote, in folders (with their sub-folders) and files named, newest first. Others are passed over.
std::vector<api::PictureInfo> list_pictures(const std::vector<std::string>& folders_and_files, api::JobContext& context);

}  // namespace likeness::jobs
