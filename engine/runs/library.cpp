#include "engine/runs/library.h"

#include <algorithm>
#include <chrono>

#include "engine/base/error.h"
#include "engine/base/files.h"

namespace likeness::runs {

namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kSchema = 1;

struct TextField {
  const char* key;
  std::string api::SubjectInfo::*value;
};

constexpr TextField kFields[] = {
    {"name", &api::SubjectInfo::name},
    {"kind", &api::SubjectInfo::kind},
    {"token", &api::SubjectInfo::token},
    {"method", &api::SubjectInfo::method},
    {"base_model", &api::SubjectInfo::base_model},
    {"base_model_hash", &api::SubjectInfo::base_model_hash},
    {"model", &api::SubjectInfo::model},
    {"lora_file", &api::SubjectInfo::lora_file},
    {"embedding_file", &api::SubjectInfo::embedding_file},
    {"run_folder", &api::SubjectInfo::run_folder},
    {"photo_file", &api::SubjectInfo::photo_file},
    {"sample_file", &api::SubjectInfo::sample_file},
};

std::int64_t modified_ms(const fs::path& file) {
  const auto time = std::chrono::file_clock::to_sys(fs::last_write_time(file));
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

api::SubjectInfo read_subject(const fs::path& file) {
  const Json json = read_json_file(file);
  if (!json.is_object()) throw Error(ErrorKind::bad_input, file.string() + ": expected a JSON object");
  const Json schema = json.value("schema", Json(kSchema));
  if (!schema.is_number_integer() || schema.get<std::int64_t>() > kSchema)
    throw Error(ErrorKind::unsupported, file.string() + " was written by a newer version of Likeness.", "Update Likeness to use it.");
  api::SubjectInfo subject{.id = file.parent_path().filename().string()};
  for (const TextField& field : kFields) {
    const auto found = json.find(field.key);
    if (found == json.end()) continue;
    if (!found->is_string()) throw Error(ErrorKind::bad_input, file.string() + ": " + field.key + ": expected a text");
    subject.*field.value = found->get<std::string>();
  }
  const auto number = json.find("step");
  if (number != json.end() && number->is_number_integer()) subject.step = number->get<std::int64_t>();
  const auto taught = json.find("taught");
  subject.taught = taught != json.end() && taught->is_boolean() && taught->get<bool>();
  subject.modified_ms = modified_ms(file);
  return subject;
}

}  // namespace

std::vector<api::SubjectInfo> list_subjects(const fs::path& home, std::vector<std::string>& problems) {
  std::vector<api::SubjectInfo> subjects;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(home / "subjects", none)) {
    const fs::path file = entry.path() / "subject.json";
    if (!fs::exists(file)) continue;
    try {
      subjects.push_back(read_subject(file));
    } catch (const Error& error) {  // partial success is data: one damaged file must not hide the others
      problems.push_back(error.what());
    }
  }
  std::sort(subjects.begin(), subjects.end(), [](const auto& a, const auto& b) { return a.modified_ms > b.modified_ms; });
  return subjects;
}

void write_subject(const fs::path& home, const api::SubjectInfo& subject) {
  Json json = {{"schema", kSchema}};
  for (const TextField& field : kFields) json[field.key] = subject.*field.value;
  json["step"] = subject.step;
  json["taught"] = subject.taught;
  const fs::path folder = home / "subjects" / subject.id;
  make_folders(folder);
  write_json_file(folder / "subject.json", json);
}

}  // namespace likeness::runs
