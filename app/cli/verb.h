// One verb of likeness-cli: its flags and what it does. A verb returns the one JSON object that main prints; it throws Error.
// Messages and progress go to standard error through the JobContext that main makes.
#pragma once

#include <string>
#include <vector>

#include "engine/api/job_context.h"
#include "engine/base/json.h"
#include "engine/config/flags.h"
#include "engine/tensor/device.h"

namespace likeness::cli {

struct Call {
  const config::Flags& flags;
  api::ComputeOptions compute;
  api::JobContext& context;
};

struct Verb {
  const char* name;
  const char* summary;
  config::FlagSet (*flags)();
  Json (*run)(Call& call);
};

/// In the order that --help lists them.
const std::vector<Verb>& verbs();

/// Device, dtype and threads as the common options say.
tensor::Compute prepare_compute(const Call& call);

/// --lora FILE[:strength]: split at the last colon; what follows must be a number, otherwise the whole value is the path.
std::vector<api::LoraUse> loras(const config::Flags& flags);

/// --embedding FILE[:token]: split at the last colon; a token has no blanks and no /, otherwise the whole value is the path.
std::vector<api::EmbeddingUse> embeddings(const config::Flags& flags);

/// The two options that several verbs share.
config::Flag lora_flag();
config::Flag embedding_flag();

Verb generate_verb();
Verb train_verb();
Verb prior_verb();
Verb photos_verb();
Verb inspect_verb();
Verb convert_verb();
Verb tokenize_verb();
Verb encode_text_verb();
Verb unet_verb();
Verb vae_encode_verb();
Verb vae_decode_verb();
Verb schedule_verb();
Verb sampler_loop_verb();
Verb infotext_verb();
Verb eval_verb();
Verb bench_verb();
Verb merge_verb();
Verb lr_curve_verb();
Verb ema_curve_verb();

}  // namespace likeness::cli
