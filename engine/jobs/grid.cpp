#include "engine/jobs/grid.h"

#include <algorithm>
#include <cmath>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/config/grid_axes.h"
#include "engine/image/infotext.h"
#include "engine/image/png.h"
#include "engine/image/sheet.h"
#include "engine/tensor/random.h"

namespace likeness::jobs {
namespace {

namespace fs = std::filesystem;

fs::path next_sheet_file(const fs::path& folder) {
  for (int i = 0;; ++i) {
    const std::string digits = std::to_string(i);
    const fs::path file = folder / ("grid-" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits + ".png");
    if (!fs::exists(fs::symlink_status(file))) return file;
  }
}

/// The first cell's text with A1111's keys for the axes (scripts/xyz_grid.py).
std::string sheet_text(const generate::Made& made, const std::vector<api::GridAxis>& axes) {
  image::Infotext text = image::parse_infotext(made.pictures.front().parameters);
  constexpr const char* names[] = {"X", "Y", "Z"};
  if (!axes.empty()) text.parameters.emplace_back("Script", "X/Y/Z plot");
  for (std::size_t i = 0; i < axes.size(); ++i) {
    text.parameters.emplace_back(names[i] + std::string(" Type"), axes[i].field);
    text.parameters.emplace_back(names[i] + std::string(" Values"), axes[i].values);
  }
  return image::format_infotext(text);
}

/// Beside the pictures.
image::Picture write_sheet(const api::Generate& request, generate::Made& made, image::Sheet sheet) {
  for (const std::string& file : made.files) sheet.cells.push_back(image::read_picture(file).picture);
  const fs::path file = next_sheet_file(fs::path(made.files.front()).parent_path());
  image::Picture drawn = image::make_sheet(sheet);
  image::write_png(file, drawn, {{"parameters", sheet_text(made, request.axes)}});
  made.grid = file.string();
  return drawn;
}

void report_sheet(const api::Generate& request, const generate::Made& made, const image::Picture& drawn, api::JobContext& context) {
  api::ImageReady ready{.job = 0, .kind = api::ImageKind::sheet, .index = static_cast<int>(made.files.size()), .file = made.grid};
  ready.pixels = std::make_shared<const api::Pixels>(api::Pixels{drawn.width, drawn.height, drawn.rgb});
  ready.picture = made.pictures.front();
  ready.picture.file = made.grid;
  ready.picture.request = request;
  ready.picture.parameters = sheet_text(made, request.axes);
  ready.picture.width = drawn.width;
  ready.picture.height = drawn.height;
  context.report(std::move(ready));
}

void require_folder(const api::Generate& request) {
  if (request.out_folder.empty()) throw Error(ErrorKind::bad_input, "out_folder: a grid's pictures need a folder");
}

}  // namespace

generate::Made run_grid(const api::Generate& request, ModelCache& cache, api::JobContext& context) {
  require_folder(request);
  api::Generate seeded = request;
  if (seeded.sample.seed < 0) seeded.sample.seed = tensor::draw_seed();
  if (seeded.sample.variation_seed < 0) seeded.sample.variation_seed = tensor::draw_seed();
  config::GridCells grid = config::grid_cells(seeded);
  generate::Made all;
  double steps = 0, sampling = 0;
  for (const api::Generate& cell : grid.cells) {
    generate::Made one = run_generate(cell, cache, context);
    all.pictures.push_back(std::move(one.pictures.at(0)));
    all.files.push_back(one.files.at(0));
    all.seeds.push_back(one.seeds.at(0));
    all.seconds += one.seconds;
    if (one.steps_per_second > 0) steps += cell.sample.steps, sampling += cell.sample.steps / one.steps_per_second;
  }
  all.steps_per_second = sampling > 0 ? steps / sampling : 0;
  image::Sheet sheet{.cells = {}, .columns = static_cast<int>(grid.labels[0].size()), .above = grid.labels[0], .left = {}, .blocks = {}};
  if (grid.labels.size() > 1) sheet.left = grid.labels[1];
  if (grid.labels.size() > 2) sheet.blocks = grid.labels[2];
  report_sheet(seeded, all, write_sheet(seeded, all, std::move(sheet)), context);
  return all;
}

void write_plain_sheet(const api::Generate& request, generate::Made& made) {
  require_folder(request);
  image::Sheet sheet;
  sheet.columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(made.files.size()))));
  write_sheet(request, made, std::move(sheet));
}

}  // namespace likeness::jobs
