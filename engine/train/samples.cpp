#include "engine/train/samples.h"

#include <cinttypes>
#include <cstdio>
#include <system_error>
#include <utility>

#include "engine/base/files.h"
#include "engine/train/prompts.h"

namespace likeness::train {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t sample_seed = 1;

class TemporaryFolder {
 public:
  explicit TemporaryFolder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    make_folders(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string sample_name(std::int64_t step, std::size_t index) {
  char name[48];
  std::snprintf(name, sizeof name, "step-%06" PRId64 "-%zu.png", step, index);
  return name;
}

}  // namespace

fs::path sample_file(const SamplePlan& plan, std::int64_t step, std::size_t index) { return plan.folder / sample_name(step, index); }

Pictures make_pictures(const api::Generate& request, const models::Model& model, const generate::Recipe& recipe,
                       api::JobContext& context) {
  Pictures made;
  api::JobContext inner(context.job(), [&](api::Event event) {
    if (auto* ready = std::get_if<api::ImageReady>(&event)) {
      if (ready->kind != api::ImageKind::final) return;
      made.pixels.push_back(ready->pixels);
      made.infos.push_back(std::move(ready->picture));
    } else if (const auto* progress = std::get_if<api::Progress>(&event)) {
      context.step(progress->phase, progress->step, progress->total);
    } else {
      context.report(std::move(event));
    }
  });
  generate::run(request, model, recipe, inner);
  return made;
}

SamplePlan sample_plan(const api::Train& request, const generate::Recipe& recipe, const models::Model& model) {
  SamplePlan plan{.request = {}, .recipe = recipe, .folder = fs::path(request.run_folder) / "samples"};
  plan.request.model = request.model;
  plan.request.words = subject_words(request);
  plan.request.prompts = sample_prompts(request, models::describe_model(request.model, 0).places);
  plan.request.compute = request.compute;
  plan.request.preview_every = 0;
  plan.request.sample.seed = sample_seed;
  const int side = request.options.resolution.value_or(static_cast<int>(model.own_size()));
  plan.request.sample.width = side;
  plan.request.sample.height = side;
  return plan;
}

std::vector<std::string> take_samples(const SamplePlan& plan, const models::Model& model, std::int64_t step, api::JobContext& context) {
  const TemporaryFolder aside(plan.folder / ".part");
  models::Model learning = model;
  if (step > 0) learning.name += " taught " + std::to_string(step) + " steps";
  api::Generate request = plan.request;
  request.out_folder = aside.path().string();
  const Pictures made = make_pictures(request, learning, plan.recipe, context);
  std::vector<std::string> files;
  for (std::size_t i = 0; i < made.infos.size(); ++i) {
    const fs::path file = sample_file(plan, step, i);
    fs::rename(made.infos[i].file, file);
    files.push_back(file.string());
    api::ImageReady ready{.kind = api::ImageKind::sample, .index = static_cast<int>(i), .step = step, .file = file.string(),
                          .pixels = made.pixels[i], .picture = made.infos[i]};
    ready.picture.file = file.string();
    context.report(std::move(ready));
  }
  return files;
}

}  // namespace likeness::train
