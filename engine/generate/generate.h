// From a request to pictures: conditioning, guidance in one batched pass, sampling, decoding, PNG with its own recipe inside.
// Pictures of one prompt are sampled in batches that give the same bytes as one at a time; each has a generator of its own, seeded
// seed + i: first the start noise [1,c,h,w], then one draw of that shape at each step that draws.
// Cancel acts within one step; the picture under way is decoded, kept and marked as partial. Threads: the caller's.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "engine/api/job_context.h"
#include "engine/models/model.h"
#include "engine/models/tiny_decoder.h"

namespace likeness::generate {

struct Made {
  std::vector<api::PictureInfo> pictures;
  std::vector<std::string> files;
  std::vector<std::int64_t> seeds;
  std::string grid;                       // the sheet's file; empty: none
  double seconds = 0;
  double steps_per_second = 0;
};

/// The picture's own recipe as JSON text, written into it under the key "likeness" (config::to_json in practice).
using Recipe = std::function<std::string(const api::Generate& of_one_picture)>;

/// Makes the pictures with a model whose LoRAs are merged already (see load()); reports ImageReady for previews and finished pictures.
/// A picture cut short by a cancel carries the A1111 parameter "Partial", for instance "7 of 20 steps".
Made run(const api::Generate& request, const models::Model& model, const Recipe& recipe, api::JobContext& context);

/// `request.model` with `request.loras` merged, warnings logged.
std::shared_ptr<models::Model> load(const api::Generate& request, api::JobContext& context);

/// Subject words replaced (api::SubjectWord); <lora:...> tags stay as they are.
std::string resolve_words(const std::string& prompt, const std::vector<api::SubjectWord>& words);

/// What the UNet is conditioned on in one step of a picture.
struct StepContext {
  at::Tensor positive;          // [P,L,d]: one row, or one for each part of a prompt with AND
  std::vector<double> weights;  // of the rows
  at::Tensor unconditional;     // [1,L,d]; undefined when guidance is 1 and there is one row
};

/// What a latent-space run starts from beside noise; all on the model's device, scaled as every latent.
struct StartLatent {
  at::Tensor latent;                      // [1,c,h,w]; undefined: noise alone
  at::Tensor mask;                        // [1,1,h,w], 1 where painted anew; undefined: everywhere
  at::Tensor masked_latent;               // [1,c,h,w], for models whose input has it (in_channels 2c+1)
  double strength = 1;                    // int(steps * strength) steps run
};

/// What one latent-space run needs; used by run() above, class pictures, samples and the verdict.
struct LatentRequest {
  at::Tensor context;                     // [N,L,d]
  at::Tensor unconditional;               // [N,L,d]; undefined when guidance is 1
  std::vector<std::int64_t> seeds;        // N
  api::SampleOptions sample;              // sampler, schedule, steps, guidance, eta, width, height, noise
  std::optional<StartLatent> start = {};
  std::function<StepContext(int step)> context_at = nullptr;  // for one seed, in place of the first two; null: they hold for every step
};
/// Final scaled latents [N,c,h,w]; picture i leans towards variation_seed + i. `after` as diffusion::AfterStep, for the steps of each
/// picture in turn; may be null.
at::Tensor sample_latents(const models::Model& model, const LatentRequest& request,
                          const std::function<void(int step, const at::Tensor& latent, const at::Tensor& denoised)>& after);

/// ids [N,L*chunks] of texts as they stand (no prompt syntax); the shorter ones end in empty chunks.
at::Tensor token_rows(const models::Model& model, const std::vector<std::string>& texts);

/// Hidden states [N,L,d]. `taught` as for models::ClipTextModel.
at::Tensor encode_text(const models::Model& model, const at::Tensor& ids, int clip_skip, const at::Tensor& taught = {});

/// An 8-bit picture of a latent without the VAE: a small linear map fitted to the model's own decoder once per model (deterministic).
api::SharedPixels preview(const models::Model& model, const at::Tensor& latent);

/// The same at full size from a tiny decoder.
api::SharedPixels preview(const models::TinyDecoder& decoder, const at::Tensor& latent);

}  // namespace likeness::generate
