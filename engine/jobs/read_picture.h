// A picture dropped on the window: what it says about how it was made, as a request, whoever made it (image/picture_settings.h).
// Sources: stable-diffusion-webui modules/processing.py, modules/sd_samplers_kdiffusion.py (what its "Automatic" schedule means).
#pragma once

#include "engine/api/events.h"
#include "engine/api/job_context.h"

namespace likeness::jobs {

/// Texts of PNG, JPEG and WebP files; a picture of another kind that can be decoded says nothing.
/// Errors: those of image::read_picture.
api::PictureRead read_picture(const api::ReadPicture& request, api::JobContext& context);

/// From the file's header. Errors: bad_input for a damaged file, unsupported for one of another kind.
api::WeightsRead read_weights(const api::ReadWeights& request);

}  // namespace likeness::jobs
