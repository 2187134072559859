#include "engine/base/places.h"
#include "engine/jobs/queue/queue.h"
#include "engine/jobs/run.h"
#include "engine/tensor/allocator.h"
#include "engine/tensor/device.h"

namespace likeness::jobs {

namespace {

api::EngineFolders completed(api::EngineFolders folders) {
  if (folders.home.empty()) folders.home = data_home().string();
  if (folders.pictures.empty()) folders.pictures = pictures_folder().string();
  if (folders.resources.empty()) folders.resources = resources_folder().string();
  return folders;
}

}  // namespace

std::unique_ptr<api::Engine> make_engine(const api::EngineFolders& folders) {
  // Heavy jobs share one thread, so they share the cache without a lock; light ones never touch it.
  auto cache = std::make_shared<ModelCache>();
  return make_queue([complete = completed(folders), cache](const api::Command& command,
                                                           api::JobContext& context) { run(command, complete, *cache, context); },
                    [] { tensor::install_caching_allocator(); });
}

}  // namespace likeness::jobs
