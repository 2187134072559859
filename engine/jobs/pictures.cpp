#include "engine/jobs/pictures.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "engine/base/error.h"
#include "engine/config/json_requests.h"
#include "engine/image/infotext.h"
#include "engine/image/picture_text.h"

namespace likeness::jobs {

namespace {

namespace fs = std::filesystem;

std::int64_t modified_ms(const fs::path& file) {
  std::error_code none;
  const auto time = std::chrono::file_clock::to_sys(fs::last_write_time(file, none));
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

/// What is painted into a larger picture, or enlarged, has not the size it was sampled in.
void take_size(api::PictureInfo& info) {
  const api::Generate& request = info.request;
  if (!request.picture.masked_only && request.picture.hires_scale == 1) {
    info.width = request.sample.width;
    info.height = request.sample.height;
    return;
  }
  const image::PictureInfo found = image::probe_picture(info.file);
  info.width = found.width;
  info.height = found.height;
}

/// Nothing for a file that is no picture of ours, or one that cannot be read: a gallery shows what it can.
std::optional<api::PictureInfo> read_picture_info(const fs::path& file) {
  api::PictureInfo info{.file = file.string()};
  bool ours = false;
  try {
    for (const image::PngText& text : image::read_picture_texts(file)) {
      if (text.key == "parameters") info.parameters = text.text;
      if (text.key != "likeness") continue;
      std::vector<std::string> warnings;
      config::from_json(parse_json(text.text, info.file), info.request, warnings);
      ours = true;
    }
    if (ours) take_size(info);
  } catch (const Error&) {
    return std::nullopt;
  }
  if (!ours) return std::nullopt;
  const image::Infotext parameters = image::parse_infotext(info.parameters);
  info.resolved_prompt = parameters.prompt;
  info.model_name = image::parameter(parameters, "Model").value_or("");
  info.model_hash = image::parameter(parameters, "Model hash").value_or("");
  info.partial = image::parameter(parameters, "Partial").has_value();
  info.modified_ms = modified_ms(file);
  return info;
}

bool is_picture(const fs::path& file) {
  const fs::path extension = file.extension();
  return extension == ".png" || extension == ".jpg" || extension == ".webp";
}

std::vector<fs::path> picture_files(const std::vector<std::string>& folders_and_files) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const std::string& name : folders_and_files) {
    if (fs::is_regular_file(name, none)) files.emplace_back(name);
    for (const auto& entry : fs::recursive_directory_iterator(name, fs::directory_options::skip_permission_denied, none))
      if (entry.is_regular_file(none) && is_picture(entry.path())) files.push_back(entry.path());
  }
  return files;
}

}  // namespace

std::vector<api::PictureInfo> list_pictures(const std::vector<std::string>& folders_and_files, api::JobContext& context) {
  std::vector<api::PictureInfo> pictures;
  for (const fs::path& file : picture_files(folders_and_files)) {
    context.throw_if_cancelled();
    if (auto info = read_picture_info(file)) pictures.push_back(std::move(*info));
  }
  std::stable_sort(pictures.begin(), pictures.end(), [](const auto& a, const auto& b) {
    return a.modified_ms != b.modified_ms ? a.modified_ms > b.modified_ms : a.file > b.file;
  });
  return pictures;
}

}  // namespace likeness::jobs
