#include "engine/jobs/run.h"

#include <algorithm>
#include <filesystem>

#include <c10/util/Exception.h>

#include "engine/base/error.h"
#include "engine/base/places.h"
#include "engine/config/json_requests.h"
#include "engine/data/photos.h"
#include "engine/generate/class_pictures.h"
#include "engine/jobs/grid.h"
#include "engine/jobs/pictures.h"
#include "engine/jobs/read_picture.h"
#include "engine/jobs/read_run.h"
#include "engine/runs/library.h"
#include "engine/tensor/device.h"

namespace likeness::jobs {

namespace {

tensor::Compute prepare(const api::ComputeOptions& options) {
  return tensor::prepare_compute(options.device, options.dtype, options.threads, options.deterministic);
}

std::uint64_t free_bytes(const tensor::Compute& compute) {
  const tensor::MemoryFigures figures = tensor::memory_figures(compute.device);
  const std::uint64_t used = figures.ours + figures.others;
  return figures.total > used ? figures.total - used : 0;
}

/// The newest change of the files that a model and its LoRAs are read from.
std::int64_t newest_change(const api::Generate& request) {
  std::filesystem::file_time_type newest{};
  std::error_code none;
  const auto look = [&](const std::filesystem::path& path) {
    const auto time = std::filesystem::last_write_time(path, none);
    if (!none) newest = std::max(newest, time);
  };
  for (const auto& entry : std::filesystem::recursive_directory_iterator(models::model_folder(request.model), none)) look(entry.path());
  if (std::filesystem::is_regular_file(models::model_folder(request.model), none)) look(models::model_folder(request.model));
  if (!request.vae.empty()) look(request.vae);
  for (const auto& lora : request.loras) look(lora.file);
  return newest.time_since_epoch().count();
}

std::string cache_key(const api::Generate& request) {
  Json key = {{"model", request.model}, {"changed", newest_change(request)}, {"compute", config::to_json(request.compute)}};
  if (!request.vae.empty()) key["vae"] = request.vae;
  for (const auto& lora : request.loras) key["loras"].push_back({lora.file, lora.strength});
  return key.dump();
}

bool may_be_model(const std::filesystem::path& path) {
  std::error_code none;
  const std::string ending = path.extension().string();
  return std::filesystem::exists(path / "model_index.json", none) ||
         (std::filesystem::is_regular_file(path, none) && (ending == ".safetensors" || ending == ".ckpt"));
}

/// A model's folder or file, or a folder of them.
std::vector<std::string> models_under(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code none;
  if (!fs::is_directory(path, none) || fs::exists(fs::path(path) / "model_index.json", none)) return {path};
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(path, none))
    if (may_be_model(entry.path())) found.push_back(entry.path().string());
  std::sort(found.begin(), found.end());
  if (found.empty()) found.push_back(path);  // described as what it is
  return found;
}

void list_models(const api::ListModels& request, api::JobContext& context) {
  const std::uint64_t free = free_bytes(prepare({}));
  api::ModelsListed listed;
  listed.models.push_back(models::describe_model("starter", free));
  for (const std::string& path : request.paths)
    for (const std::string& model : models_under(path)) {
      context.throw_if_cancelled();
      api::ModelInfo info = models::describe_model(model, free);
      // Adapters and embeddings lie in the same folders.
      const bool some_file = model != path && !std::filesystem::is_directory(model);
      if (!some_file || info.usable || !info.family.empty()) listed.models.push_back(std::move(info));
    }
  context.report(std::move(listed));
}

void list_subjects(const api::EngineFolders& folders, api::JobContext& context) {
  std::vector<std::string> problems;
  api::SubjectsListed listed;
  listed.subjects = runs::list_subjects(folders.home, problems);
  for (const std::string& problem : problems) context.log(problem);
  context.report(std::move(listed));
}

void look_at_device(const api::LookAtDevice& request, api::JobContext& context) {
  const tensor::Compute compute = prepare(request.compute);
  const tensor::MemoryFigures figures = tensor::memory_figures(compute.device);
  context.report(api::DeviceStatus{.name = figures.device_name, .gpu = figures.gpu, .memory_total = figures.total,
                                   .memory_ours = figures.ours, .memory_others = figures.others});
}

}  // namespace

std::string recipe_of(const api::Generate& request) { return config::to_json(request).dump(); }

std::shared_ptr<models::Model> ModelCache::get(const api::Generate& request, api::JobContext& context) {
  const std::string key = cache_key(request);
  if (model_ == nullptr || key != key_) {
    model_.reset();  // the old one first: two do not fit on a small card
    model_ = generate::load(request, context);
    key_ = key;
  }
  return model_;
}

generate::Made run_generate(const api::Generate& request, ModelCache& cache, api::JobContext& context) {
  if (!request.axes.empty()) return run_grid(request, cache, context);
  const std::shared_ptr<models::Model> model = cache.get(request, context);
  generate::Made made = generate::run(request, *model, recipe_of, context);
  if (request.grid) write_plain_sheet(request, made);
  return made;
}

api::PriorReady run_prior(const api::MakePrior& request, api::JobContext& context) {
  const auto model = models::load_model(request.model, prepare(request.compute));
  api::MakePrior complete = request;
  if (complete.folder.empty()) {
    const std::string hash = models::model_hash(models::model_folder(request.model));
    complete.folder = (data_home() / "class-pictures" / (hash.substr(0, 12) + "-" + request.kind)).string();
  }
  api::PriorReady ready = generate::make_class_pictures(complete, *model, recipe_of, context);
  context.report(ready);
  return ready;
}

void run(const api::Command& command, const api::EngineFolders& folders, ModelCache& cache, api::JobContext& context) {
  struct Visitor {
    const api::EngineFolders& folders;
    ModelCache& cache;
    api::JobContext& context;

    void operator()(const api::Generate& request) { run_generate(request, cache, context); }
    void operator()(const api::ImportPhotos& request) { context.report(data::import_photos(request, folders.home, context)); }
    void operator()(const api::LookAtPhotos& request) {
      context.report(api::PhotosChecked{.photos = data::look_at_photos(request.photos, context)});
    }
    void operator()(const api::MakePrior& request) {
      cache.clear();
      run_prior(request, context);
    }
    void operator()(const api::Train& request) {
      cache.clear();
      run_train(request, context);
    }
    void operator()(const api::Evaluate& request) {
      cache.clear();
      run_evaluate(request, context);
    }
    void operator()(const api::ListModels& request) { list_models(request, context); }
    void operator()(const api::ListSubjects&) { list_subjects(folders, context); }
    void operator()(const api::ListPictures& request) {
      context.report(api::PicturesListed{.pictures = list_pictures(request.folders, context)});
    }
    void operator()(const api::LookAtDevice& request) { look_at_device(request, context); }
    void operator()(const api::ReadPicture& request) { context.report(read_picture(request, context)); }
    void operator()(const api::ReadWeights& request) { context.report(read_weights(request)); }
    void operator()(const api::ReadRun& request) { context.report(read_run(request, context)); }
    void operator()(const api::AskRunning&) {}  // these two are acted on by the queue itself
    void operator()(const api::MoveJob&) {}
  };
  try {
    std::visit(Visitor{folders, cache, context}, command);
  } catch (const c10::OutOfMemoryError&) {  // of a card; the queue knows no torch
    throw Error(ErrorKind::out_of_memory, "The memory of the card was not enough.",
                "Choose a smaller picture size or batch, or close other programs that use the card.");
  }
}

}  // namespace likeness::jobs
