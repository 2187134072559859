#include "engine/jobs/read_run.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <tuple>
#include <utility>

#include "engine/base/error.h"
#include "engine/config/json_requests.h"
#include "engine/image/picture.h"
#include "engine/jobs/pictures.h"
#include "engine/runs/run_result.h"

namespace likeness::jobs {

namespace {

namespace fs = std::filesystem;

api::SharedPixels read_pixels(const fs::path& file) {
  try {
    image::Picture picture = image::read_picture(file).picture;
    return std::make_shared<api::Pixels>(api::Pixels{picture.width, picture.height, std::move(picture.rgb)});
  } catch (const Error&) {
    return nullptr;
  }
}

/// samples/step-000050-2.png: step 50, prompt 2.
std::vector<api::ImageReady> read_samples(const fs::path& folder, api::JobContext& context) {
  std::vector<api::ImageReady> samples;
  for (api::PictureInfo& info : list_pictures({folder.string()}, context)) {
    context.throw_if_cancelled();
    api::ImageReady sample{.kind = api::ImageKind::sample, .file = info.file};
    const std::string name = fs::path(info.file).filename().string();
    if (std::sscanf(name.c_str(), "step-%" SCNd64 "-%d.png", &sample.step, &sample.index) != 2) continue;
    sample.pixels = read_pixels(info.file);
    if (sample.pixels == nullptr) continue;
    sample.picture = std::move(info);
    samples.push_back(std::move(sample));
  }
  std::sort(samples.begin(), samples.end(),
            [](const auto& a, const auto& b) { return std::tie(a.step, a.index) < std::tie(b.step, b.index); });
  return samples;
}

}  // namespace

Json request_json(const runs::RunFolder& folder) {
  Json stored = folder.run();
  for (const char* extra : {"versions", "model_hash", "photo_hashes"}) stored.erase(extra);
  return stored;
}

api::RunRead read_run(const api::ReadRun& request, api::JobContext& context) {
  const auto folder = runs::RunFolder::open_existing(request.folder);
  api::RunRead read;
  std::vector<std::string> warnings;
  config::from_json(request_json(folder), read.request, warnings);
  read.request.run_folder = request.folder;
  read.metrics = folder.metrics();
  read.checkpoints = folder.checkpoints();
  read.samples = read_samples(fs::path(request.folder) / "samples", context);
  if (auto result = runs::read_result(request.folder)) {
    read.finished = true;
    read.result = std::move(*result);
  }
  return read;
}

}  // namespace likeness::jobs
