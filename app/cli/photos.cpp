#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/data/photos.h"

namespace likeness::cli {

namespace {

config::FlagSet flags() {
  config::FlagSet set;
  return set.add({.key = "photos", .value_name = "PATH", .text = "Files and folders to look at.", .repeats = true});
}

Json json_of(const api::PhotoReport& report) {
  const auto text_or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  return {{"file", report.file},
          {"width", report.width},
          {"height", report.height},
          {"rotation", report.rotation},
          {"sharpness", report.sharpness},
          {"duplicate_of", text_or_null(report.duplicate_of)},
          {"accepted", report.accepted},
          {"reason", text_or_null(report.reason)},
          {"advice", report.advice}};
}

Json run(Call& call) {
  call.flags.required("photos");
  Json photos = Json::array();
  for (const api::PhotoReport& report : data::look_at_photos(call.flags.all("photos"), call.context)) photos.push_back(json_of(report));
  return {{"photos", std::move(photos)}};
}

}  // namespace

Verb photos_verb() { return {"photos", "Looks at photos as training would.", flags, run}; }

}  // namespace likeness::cli
