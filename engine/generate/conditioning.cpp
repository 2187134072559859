#include "engine/generate/conditioning.h"

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/taught_words.h"
#include "engine/tensor/files.h"
#include "engine/tokenizers/chunks.h"

namespace likeness::generate {
namespace {

at::Tensor read_ids(const tensor::TensorMap& tensors, const char* name, const models::Model& model, const std::string& file) {
  const at::Tensor& ids = tensor::require_tensor(tensors, name, 2, file);
  const auto refuse = [&](const std::string& expected) {
    throw Error(ErrorKind::bad_input, file + ": " + name + ": expected " + expected);
  };
  if (ids.scalar_type() != at::kLong) refuse("I64");
  if (ids.size(0) == 0 || ids.size(1) == 0 || ids.size(1) % model.text_length() != 0)
    refuse("rows of a multiple of " + std::to_string(model.text_length()) + " ids, found " + std::to_string(ids.size(0)) + " of " +
           std::to_string(ids.size(1)));
  return ids;
}

std::vector<Condition> conditions_of_ids(const api::Generate& request, const models::Model& model) {
  if (!request.prompts.empty() || !request.negative.empty())
    throw Error(ErrorKind::usage, "ids: token ids take the place of prompts; give one or the other");
  const auto tensors = tensor::read_tensors(request.ids_file);
  const at::Tensor ids = read_ids(tensors, "ids", model, request.ids_file);
  at::Tensor negative;
  if (request.sample.guidance != 1) {
    negative = read_ids(tensors, "negative_ids", model, request.ids_file);
    if (negative.size(1) != ids.size(1) || (negative.size(0) != 1 && negative.size(0) != ids.size(0)))
      throw Error(ErrorKind::bad_input, request.ids_file + ": negative_ids: expected one row, or as many as ids, of the same length");
  }
  std::vector<Condition> conditions;
  for (std::int64_t row = 0; row < ids.size(0); ++row) {
    Condition condition;
    condition.context = encode_text(model, ids.slice(0, row, row + 1), request.sample.clip_skip);
    const std::int64_t other = negative.defined() && negative.size(0) > 1 ? row : 0;
    if (negative.defined())
      condition.unconditional = encode_text(model, negative.slice(0, other, other + 1), request.sample.clip_skip);
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

}  // namespace

at::Tensor token_ids(const models::Model& model, const std::string& text, api::JobContext* context) {
  if (model.tokenizer == nullptr)
    throw Error(ErrorKind::bad_input, model.folder.string() + ": the model has no tokenizer files, so it cannot read words",
                "Add its tokenizer folder, or give token ids.");
  const auto& specials = model.tokenizer->specials();
  const auto chunks = tokenizers::chunked(models::pieces_with_taught_words(model, text), specials);
  if (chunks.size() > 1 && context != nullptr) {
    const std::int64_t room = specials.length - (specials.start >= 0 ? 1 : 0) - (specials.end >= 0 ? 1 : 0);
    context->log("The model reads only the first " + std::to_string(room) + " tokens of \"" + text + "\"; the rest was left out.");
  }
  return at::tensor(chunks.front().ids, at::kLong).unsqueeze(0);
}

at::Tensor encode_text(const models::Model& model, const at::Tensor& ids, int clip_skip) {
  const at::NoGradGuard no_grad;
  if (ids.dim() != 2 || ids.size(1) == 0 || ids.size(1) % model.text_length() != 0)
    throw Error(ErrorKind::bad_input, "ids: expected rows of a multiple of " + std::to_string(model.text_length()) + " ids");
  const at::Tensor chunks = ids.to(model.compute.device).reshape({-1, model.text_length()});
  const at::Tensor states = model.text_encoder.forward(chunks, clip_skip);
  return states.reshape({ids.size(0), ids.size(1), states.size(2)});
}

std::vector<Condition> conditions_of(const api::Generate& request, const models::Model& model, api::JobContext& context) {
  if (!request.ids_file.empty()) return conditions_of_ids(request, model);
  if (request.prompts.empty())
    throw Error(ErrorKind::bad_input, "prompts: expected at least one, found none", "Write what you want to see.");
  const std::string negative = resolve_words(request.negative, request.words);
  at::Tensor unconditional;
  if (request.sample.guidance != 1)
    unconditional = encode_text(model, token_ids(model, negative, &context), request.sample.clip_skip);
  std::vector<Condition> conditions;
  for (const std::string& prompt : request.prompts) {
    const std::string resolved = resolve_words(prompt, request.words);
    const at::Tensor words = encode_text(model, token_ids(model, resolved, &context), request.sample.clip_skip);
    conditions.push_back({prompt, resolved, negative, words, unconditional});
  }
  return conditions;
}

}  // namespace likeness::generate
