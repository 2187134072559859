#include "engine/train/pieces.h"

#include <algorithm>
#include <new>

#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include "engine/base/error.h"

namespace likeness::train {

std::vector<Piece> pieces_of(const Batch& batch, std::int64_t count) {
  const std::int64_t rows = batch.latents.size(0), others = rows - batch.subjects;
  count = std::clamp<std::int64_t>(count, 1, rows);
  if (count == 1) return {{batch, {}}};
  std::vector<Piece> pieces;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t first = i * rows / count, end = (i + 1) * rows / count;
    const auto cut = [&](const at::Tensor& whole) { return whole.narrow(0, first, end - first); };
    Piece piece{.batch = {.latents = cut(batch.latents), .noise = cut(batch.noise), .timesteps = cut(batch.timesteps), .ids = batch.ids,
                          .prompts = cut(batch.prompts), .subjects = std::clamp<std::int64_t>(batch.subjects - first, 0, end - first)},
                .shares = {}};
    const std::int64_t piece_others = end - first - piece.batch.subjects;
    piece.shares.subject = static_cast<double>(piece.batch.subjects) / static_cast<double>(batch.subjects);
    piece.shares.prior = others > 0 ? static_cast<double>(piece_others) / static_cast<double>(others) : 0;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

bool ran_out_of_memory() {
  try {
    throw;
  } catch (const Error& error) {
    return error.kind() == ErrorKind::out_of_memory;
  } catch (const std::bad_alloc&) {
    return true;
  } catch (const c10::OutOfMemoryError&) {
    return true;
  } catch (...) {
    return false;
  }
}

std::string memory_advice(const api::TrainOptions& options) {
  std::string advice;
  const auto add = [&advice](bool helps, const char* change) {
    if (helps) advice += (advice.empty() ? "Less is needed with " : ", or ") + std::string(change);
  };
  add(!options.gradient_checkpointing, "gradient_checkpointing");
  add(options.method == "full", "the method lora");
  add(options.method == "full" && options.train_text_encoder, "train_text_encoder off");
  add(options.optimizer == "adamw" || options.optimizer == "prodigy", "the optimizer adamw8bit");
  add(options.ema_decay > 0, "ema_decay 0");
  return (advice.empty() ? "Less is needed with a smaller resolution" : advice + ", or a smaller resolution") + "; or close other programs.";
}

}  // namespace likeness::train
