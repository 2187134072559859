// What a run learns from: its photos and the model's own class pictures as latents, and the sentences they are called by.
#pragma once

#include "engine/api/job_context.h"
#include "engine/train/batches.h"
#include "engine/train/train.h"

namespace likeness::train {

/// Makes missing class pictures first (none in a dry run: the photos stand in for them, since only the time counts).
Material make_material(const Prepared& prepared, api::JobContext& context);

/// What a model's own pictures of a kind are made with, for teaching and for measuring alike, so that they are kept in one place.
api::MakePrior class_picture_request(const std::string& model, const std::string& kind, int count, const api::ComputeOptions& compute);

/// Means of the posteriors of square cuts, scaled as every latent: [N,c,h,w] float32 CPU.
at::Tensor picture_latents(const models::Model& model, const std::vector<std::string>& files, int side, api::JobContext& context);

}  // namespace likeness::train
