// Pictures of a model that is learning: made by generate::run, so that they are what the Make page would give with those weights.
// They draw from generators of their own and leave the run's alone. Progress goes on to the run's context, where a cancel may throw.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/job_context.h"
#include "engine/generate/generate.h"
#include "engine/models/model.h"

namespace likeness::train {

/// Finished pictures of a request, in order.
struct Pictures {
  std::vector<api::SharedPixels> pixels;
  std::vector<api::PictureInfo> infos;
};

Pictures make_pictures(const api::Generate& request, const models::Model& model, const generate::Recipe& recipe,
                       api::JobContext& context);

struct SamplePlan {
  api::Generate request;            // prompts, words, sampling with a fixed seed
  generate::Recipe recipe;
  std::filesystem::path folder;     // run_folder/samples
};

/// What a run's samples are made of: the request's or four built prompts, the resolution that is taught, one seed for ever.
SamplePlan sample_plan(const api::Train& request, const generate::Recipe& recipe, const models::Model& model);

/// samples/step-000500-2.png
std::filesystem::path sample_file(const SamplePlan& plan, std::int64_t step, std::size_t index);

/// Writes samples/step-000500-0.png ... and reports each as ImageReady{sample}. Returns the files.
std::vector<std::string> take_samples(const SamplePlan& plan, const models::Model& model, std::int64_t step, api::JobContext& context);

}  // namespace likeness::train
