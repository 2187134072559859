// Class pictures for prior preservation, made by the model itself: "a photo of {a|an} KIND", seed of picture i = seed + i.
// Beside each picture lies NAME.json with its provenance (model hash, prompt, seed, sampling); only missing ones, or ones whose
// provenance differs, are made. A rerun gives the same bytes; a cancel keeps what is finished.
#pragma once

#include "engine/api/job_context.h"
#include "engine/generate/generate.h"
#include "engine/models/model.h"

namespace likeness::generate {

/// `request.folder` must be set, a negative seed counts as 0; `model` is what `request.model` names. Pictures carry `recipe`
/// as generate::run's do.
api::PriorReady make_class_pictures(const api::MakePrior& request, const models::Model& model, const Recipe& recipe,
                                    api::JobContext& context);

/// "a photo of a dog", "a photo of an owl".
std::string class_prompt(const std::string& kind);

}  // namespace likeness::generate
