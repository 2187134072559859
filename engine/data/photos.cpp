#include "engine/data/photos.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/base/error.h"
#include "engine/data/photo_advice.h"
#include "engine/data/photo_files.h"
#include "engine/image/picture.h"
#include "engine/image/quality.h"
#include "engine/image/resize.h"

namespace likeness::data {

namespace fs = std::filesystem;

namespace {

constexpr int thumbnail_side = 192;
constexpr int same_motif_bits = 5;

struct Looked {
  api::PhotoReport report;
  std::uint64_t hash = 0;
};

api::SharedPixels shared_thumbnail(const image::Picture& picture) {
  image::Picture small = image::thumbnail(picture, thumbnail_side);
  return std::make_shared<const api::Pixels>(api::Pixels{small.width, small.height, std::move(small.rgb)});
}

/// Too small or too narrow is known from the header; only a usable size is decoded.
void look_at_pixels(const fs::path& file, Looked& looked) {
  api::PhotoReport& report = looked.report;
  const image::PictureInfo info = image::probe_picture(file);
  report.width = info.width;
  report.height = info.height;
  report.reason = reason_against_size(info.width, info.height);
  const image::LoadedPicture loaded = image::read_picture(file);
  report.width = loaded.picture.width;
  report.height = loaded.picture.height;
  report.rotation = loaded.rotation;
  report.thumbnail = shared_thumbnail(loaded.picture);
  if (!report.reason.empty()) return;
  const image::Quality quality = image::measure_quality(loaded.picture);
  report.sharpness = quality.sharpness;
  report.advice = advice_about(report.width, report.height, quality);
  looked.hash = quality.difference_hash;
  report.accepted = true;
}

Looked look_at(const fs::path& file) {
  Looked looked;
  looked.report.file = file.string();
  if (!fs::exists(file)) {
    looked.report.reason = "There is no such file: " + file.string() + ".";
    return looked;
  }
  try {
    look_at_pixels(file, looked);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::bad_input && error.kind() != ErrorKind::unsupported) throw;
    looked.report.accepted = false;
    looked.report.reason = error.what();
  }
  return looked;
}

/// Names the earlier photo that shows the same motif.
void mark_duplicate(const std::vector<Looked>& earlier, Looked& looked) {
  if (!looked.report.accepted) return;
  for (const Looked& other : earlier) {
    if (!other.report.accepted || image::hash_distance(other.hash, looked.hash) > same_motif_bits) continue;
    looked.report.duplicate_of = other.report.file;
    looked.report.advice.push_back("Nearly the same picture as " + fs::path(other.report.file).filename().string() +
                                   ". Different views teach more.");
    return;
  }
}

}  // namespace

std::vector<api::PhotoReport> look_at_photos(const std::vector<std::string>& files_and_folders, api::JobContext& context) {
  const std::vector<fs::path> files = photo_files(files_and_folders);
  const auto total = static_cast<std::int64_t>(files.size());
  std::vector<Looked> all;
  all.reserve(files.size());
  context.step(api::Phase::checking_photos, 0, total);
  for (const fs::path& file : files) {
    Looked looked = look_at(file);
    mark_duplicate(all, looked);
    all.push_back(std::move(looked));
    context.step(api::Phase::checking_photos, static_cast<std::int64_t>(all.size()), total);
  }
  std::vector<api::PhotoReport> reports;
  reports.reserve(all.size());
  for (Looked& looked : all) reports.push_back(std::move(looked.report));
  return reports;
}

}  // namespace likeness::data
