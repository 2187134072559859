#include "engine/runs/run_result.h"

#include <system_error>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/json.h"

namespace likeness::runs {

namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kSchema = 1;

fs::path result_file(const fs::path& folder) { return folder / "result.json"; }

}  // namespace

void write_result(const fs::path& folder, const api::TrainFinished& result) {
  Json checks = Json::array();
  for (const api::VerdictCheck& check : result.verdict.checks)
    checks.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
  write_json_file(result_file(folder), {{"schema", kSchema},
                                        {"ok", result.verdict.ok},
                                        {"checks", std::move(checks)},
                                        {"recommended", {{"step", result.recommended.step}, {"checkpoint", result.recommended.folder},
                                                         {"reason", result.recommended.reason}}},
                                        {"steps_per_second", result.steps_per_second},
                                        {"peak_memory_bytes", result.peak_memory_bytes}});
}

void remove_result(const fs::path& folder) {
  std::error_code absent;
  fs::remove(result_file(folder), absent);
}

std::optional<api::TrainFinished> read_result(const fs::path& folder) {
  const fs::path file = result_file(folder);
  if (!fs::exists(file)) return std::nullopt;
  const Json json = read_json_file(file);
  api::TrainFinished result{.run_folder = folder.string()};
  try {
    if (json.value("schema", kSchema) > kSchema)
      throw Error(ErrorKind::unsupported, file.string() + " was written by a newer version of Likeness.", "Update Likeness to read it.");
    result.verdict.ok = json.at("ok").get<bool>();
    for (const Json& check : json.at("checks"))
      result.verdict.checks.push_back({check.at("name").get<std::string>(), check.at("ok").get<bool>(), check.at("detail").get<std::string>()});
    if (const auto found = json.find("recommended"); found != json.end())
      result.recommended = {found->at("step").get<std::int64_t>(), found->at("checkpoint").get<std::string>(),
                            found->at("reason").get<std::string>()};
    if (const auto speed = json.find("steps_per_second"); speed != json.end() && speed->is_number())
      result.steps_per_second = speed->get<double>();
    result.peak_memory_bytes = json.value("peak_memory_bytes", std::uint64_t{0});
  } catch (const Json::exception&) {
    throw Error(ErrorKind::bad_input, file.string() + ": expected the result of a run (ok, checks with name, ok and detail)");
  }
  return result;
}

}  // namespace likeness::runs
