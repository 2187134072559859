// What each command does, as plain functions in the caller's thread: the queue, the command line and tests call the same ones.
// Here the rooms meet: requests become JSON recipes (config), runs get their folder (runs), models are kept between pictures.
#pragma once

#include <memory>
#include <string>

#include "engine/api/engine.h"
#include "engine/api/job_context.h"
#include "engine/generate/generate.h"
#include "engine/train/train.h"

namespace likeness::jobs {

/// Keeps the model of the last Generate, so that the next picture with the same model, LoRAs and compute options starts at once.
/// A model whose files have changed since is loaded anew. One thread.
class ModelCache {
 public:
  std::shared_ptr<models::Model> get(const api::Generate& request, api::JobContext& context);
  void clear() { model_.reset(); }

 private:
  std::string key_;
  std::shared_ptr<models::Model> model_;
};

/// The recipe that a picture carries: the request as JSON.
std::string recipe_of(const api::Generate& request);

generate::Made run_generate(const api::Generate& request, ModelCache& cache, api::JobContext& context);
train::Trained run_train(const api::Train& request, api::JobContext& context);
api::Evaluated run_evaluate(const api::Evaluate& request, api::JobContext& context);
api::PriorReady run_prior(const api::MakePrior& request, api::JobContext& context);

/// Any command; results as events. `folders` are complete.
void run(const api::Command& command, const api::EngineFolders& folders, ModelCache& cache, api::JobContext& context);

/// The real engine: the queue over run().
std::unique_ptr<api::Engine> make_engine(const api::EngineFolders& folders);

}  // namespace likeness::jobs
