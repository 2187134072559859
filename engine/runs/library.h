// Subjects and pictures found again after a restart: read from the files themselves, which are the only truth.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/api/events.h"
#include "engine/base/json.h"

namespace likeness::runs {

/// home/subjects/*/subject.json, newest first; a damaged one is passed over and named in `problems`.
std::vector<api::SubjectInfo> list_subjects(const std::filesystem::path& home, std::vector<std::string>& problems);
void write_subject(const std::filesystem::path& home, const api::SubjectInfo& subject);

}  // namespace likeness::runs
