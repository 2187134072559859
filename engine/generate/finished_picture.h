// A finished picture's own account: A1111 text, our JSON, file name; and its file.
// The text's keys and spellings are stable-diffusion-webui's (modules/processing.py). A picture that was interrupted has the further
// parameter "Partial", "7 of 20 steps".
#pragma once

#include <filesystem>

#include "engine/generate/generate.h"
#include "engine/generate/wording.h"
#include "engine/image/picture_text.h"

namespace likeness::generate {

/// What pictures say about the model and its adapters.
struct ModelNames {
  std::string name;
  std::string hash;         // whole SHA-256
  std::string lora_hashes;  // "name: 0123456789ab, other: ..."
};
ModelNames model_names(const models::Model& model, const std::vector<api::LoraUse>& loras, api::JobContext& context);

/// `sample` is complete; the picture's own request gets one prompt, count 1 and its seed, and no places to write to.
api::PictureInfo describe_picture(const api::Generate& request, const api::SampleOptions& sample, const Wording& wording,
                                  std::int64_t seed, const ModelNames& names);

/// Marks the picture as interrupted after `steps_done` of `steps`.
void mark_partial(api::PictureInfo& info, int steps_done, int steps);

/// The decoder's output [1,3,H,W], float32 on the CPU, made in tiles of this many pixels (0: whole). Error{bad_input} when not finite.
at::Tensor decode(const models::Model& model, const at::Tensor& latent, int tile = 0);

/// A decoder's output on the CPU; the same error.
at::Tensor finite_pixels(const at::Tensor& decoded);

/// In the request's format, written aside and renamed; fills `info.file` and `info.modified_ms`. Returns the file's bytes.
std::string save_picture(api::PictureInfo& info, const std::filesystem::path& file, const image::Picture& picture, const Recipe& recipe);

api::SharedPixels shared_pixels(const image::Picture& picture);

}  // namespace likeness::generate
