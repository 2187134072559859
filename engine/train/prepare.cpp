#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/hash.h"
#include "engine/base/places.h"
#include "engine/data/photos.h"
#include "engine/tensor/device.h"
#include "engine/train/check_options.h"
#include "engine/train/checkpoint.h"
#include "engine/train/draws.h"
#include "engine/train/parts.h"
#include "engine/train/prompts.h"
#include "engine/train/train.h"

namespace likeness::train {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t hash_digits = 12;

/// "birthday cake" -> "birthday-cake"; letters beyond ASCII stay.
std::string slug(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (std::isalnum(byte) != 0 || byte >= 0x80) result += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    else if (!result.empty() && result.back() != '-') result += '-';
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result.empty() ? "kind" : result;
}

/// Teaching needs float32: smaller types lose the updates of small learning rates.
tensor::Compute training_compute(const api::ComputeOptions& options) {
  if (options.dtype == "bf16" || options.dtype == "f16") {
    throw Error(ErrorKind::unsupported, "dtype: teaching computes in f32, found " + options.dtype + ".", "Leave dtype at auto.");
  }
  return tensor::prepare_compute(options.device, "f32", options.threads, options.deterministic);
}

void take_photos(Prepared& prepared, api::JobContext& context) {
  const std::vector<api::PhotoReport> reports = data::look_at_photos(prepared.request.photos, context);
  std::string first_reason;
  for (const api::PhotoReport& report : reports) {
    if (report.accepted) {
      prepared.photos.push_back(report.file);
      prepared.photo_hashes.push_back(sha256_hex_of_file(report.file));
      continue;
    }
    if (first_reason.empty()) first_reason = report.reason;
    context.log(report.file + " is left out: " + report.reason);
  }
  if (!prepared.photos.empty()) return;
  throw Error(ErrorKind::bad_input, "photos: no usable photo was found. " + first_reason,
              "Give three to five photos of your subject, as files or as a folder.");
}

/// A word that the model knows cannot be a new one, too: "<sks>" then stands beside "sks", as others write new words.
void name_new_word(Prepared& prepared, api::JobContext& context) {
  std::string& token = prepared.request.token;
  if (!teaches_word(prepared.request.options) || !prepared.model->tokenizer->id_of_word(token)) return;
  context.log("The model has a word \"" + token + "\" already, so the new one is \"<" + token + ">\".");
  token = "<" + token + ">";
}

void complete_draws(Prepared& prepared) {
  api::TrainOptions& options = prepared.request.options;
  options.prior_preservation = options.prior_preservation.value_or(false);
  options.lora_dropout = 0;  // a random draw, too
  const Draws draws = read_draws(prepared.request.draws_file, *prepared.model, *options.prior_preservation,
                                 teaches_word(options) ? options.vectors : 0);
  if (draws.vectors > 0) options.vectors = static_cast<int>(draws.vectors);
  const std::int64_t micros = options.gradient_accumulation;
  const std::int64_t steps = options.steps.value_or(0) != 0 ? *options.steps : draws.rows / micros;
  if (steps * micros != draws.rows) {
    throw Error(ErrorKind::bad_input, prepared.request.draws_file + ": expected draws for " + std::to_string(steps) + " steps of " +
                                          std::to_string(micros) + ", found " + std::to_string(draws.rows) + " rows.",
                "Leave the steps out, or make as many draws: steps times gradient accumulation.");
  }
  options.steps = static_cast<int>(steps);
}

void complete_photos(Prepared& prepared, api::JobContext& context) {
  api::TrainOptions& options = prepared.request.options;
  const models::Model& model = *prepared.model;
  check_words(prepared.request, model);
  name_new_word(prepared, context);
  options.prior_preservation = options.prior_preservation.value_or(true);
  options.resolution = options.resolution.value_or(static_cast<int>(model.own_size()));
  if (const std::int64_t factor = model.vae.factor(); *options.resolution % factor != 0) {
    throw Error(ErrorKind::bad_input, "resolution: expected a multiple of " + std::to_string(factor) + ", found " +
                                          std::to_string(*options.resolution) + ".");
  }
  take_photos(prepared, context);
  if (!*options.prior_preservation) return;
  const std::string name = prepared.model_hash.substr(0, hash_digits) + "-" + slug(prepared.request.kind);
  prepared.class_folder = (data_home() / "class-pictures" / name).string();
}

/// Threads of the checkpoint, because another number of them gives other last digits.
void continue_from_checkpoint(Prepared& prepared, api::JobContext& context) {
  const std::vector<std::int64_t> steps = complete_checkpoints(prepared.request.run_folder);
  if (steps.empty()) {
    throw Error(ErrorKind::bad_input, prepared.request.run_folder + ": there is no complete checkpoint to go on from.",
                "Start a new run.");
  }
  prepared.start_step = steps.back();
  if (*prepared.request.options.steps < prepared.start_step) {
    throw Error(ErrorKind::bad_input, "steps: expected at least the " + std::to_string(prepared.start_step) +
                                          " that are done, found " + std::to_string(*prepared.request.options.steps) + ".");
  }
  const int threads = checkpoint_threads(fs::path(prepared.request.run_folder) / "checkpoints", prepared.start_step);
  if (threads <= 0 || threads == at::get_num_threads()) return;
  context.log("Going on with " + std::to_string(threads) + " threads, as the run began.");
  at::set_num_threads(threads);
}

void require_room(const Prepared& prepared) {
  const api::Train& request = prepared.request;
  const auto folders = static_cast<std::uint64_t>(request.options.keep_checkpoints) + 1;  // the next is written before the oldest goes
  require_disk_space(request.run_folder, folders * checkpoint_bytes(*prepared.model, request.options));
}

}  // namespace

Prepared prepare(const api::Train& request, const generate::Recipe& recipe, api::JobContext& context) {
  check_options(request);
  Prepared prepared{.request = request, .model = {}, .model_hash = {}, .photos = {}, .photo_hashes = {}, .class_folder = {},
                    .start_step = 0, .recipe = recipe};
  const tensor::Compute compute = training_compute(request.compute);
  context.step(api::Phase::loading_model, 0, 1);
  prepared.model = models::load_model(request.model, compute);
  for (const std::string& warning : prepared.model->warnings) context.log(warning);
  require_something_to_teach(*prepared.model, request.options);
  context.step(api::Phase::hashing, 0, 1);
  prepared.model_hash = models::model_hash(prepared.model->folder);
  if (request.draws_file.empty()) complete_photos(prepared, context);
  else complete_draws(prepared);
  if (request.resume) continue_from_checkpoint(prepared, context);
  if (!request.dry_run) require_room(prepared);
  return prepared;
}

}  // namespace likeness::train
