#include "engine/generate/conditioning.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/taught_words.h"
#include "engine/tensor/files.h"
#include "engine/tokenizers/chunks.h"
#include "engine/tokenizers/prompt_loras.h"

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

/// Hidden states [1,L,d] of a text's rows, times the weights; the mean of each row is kept.
at::Tensor weighted(const at::Tensor& states, const std::vector<tokenizers::Chunk>& chunks) {
  std::vector<at::Tensor> rows;
  const auto length = static_cast<std::int64_t>(chunks[0].ids.size());
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const auto begin = static_cast<std::int64_t>(i) * length;
    const at::Tensor row = states.slice(1, begin, begin + length);
    const std::vector<double>& weights = chunks[i].weights;
    if (std::all_of(weights.begin(), weights.end(), [](double weight) { return weight == 1; })) {
      rows.push_back(row);
      continue;
    }
    const at::Tensor before = row.to(at::kFloat);
    const at::Tensor after = before * at::tensor(weights, before.options()).view({1, length, 1});
    rows.push_back((after * (before.mean() / after.mean())).to(row.scalar_type()));
  }
  return rows.size() == 1 ? rows[0] : at::cat(rows, 1);
}

std::vector<tokenizers::Chunk> padded(std::vector<tokenizers::Chunk> chunks, std::size_t rows, const tokenizers::Specials& specials) {
  chunks.resize(std::max(rows, chunks.size()), tokenizers::empty_chunk(specials));
  return chunks;
}

at::Tensor ids_of(const std::vector<tokenizers::Chunk>& chunks) {
  std::vector<std::int64_t> ids;
  for (const tokenizers::Chunk& chunk : chunks) ids.insert(ids.end(), chunk.ids.begin(), chunk.ids.end());
  return at::tensor(ids, at::kLong).unsqueeze(0);
}

const tokenizers::Tokenizer& tokenizer_of(const models::Model& model) {
  if (model.tokenizer != nullptr) return *model.tokenizer;
  throw Error(ErrorKind::bad_input, model.folder.string() + ": the model has no tokenizer files, so it cannot read words",
              "Add its tokenizer folder, or give token ids.");
}

at::Tensor context_of(const std::vector<TimedContext>& contexts, int step) {
  for (const TimedContext& timed : contexts)
    if (step <= timed.until_step) return timed.context;
  return contexts.empty() ? at::Tensor() : contexts.back().context;
}

}  // namespace

at::Tensor token_rows(const models::Model& model, const std::vector<std::string>& texts) {
  const tokenizers::Tokenizer& tokenizer = tokenizer_of(model);
  const std::vector<tokenizers::TaughtWord> taught = models::words_of(model);
  std::vector<std::vector<tokenizers::Chunk>> all;
  std::size_t most = 1;
  for (const std::string& text : texts) {
    all.push_back(tokenizers::chunked(tokenizers::literal_pieces(tokenizer, text, taught), tokenizer.specials()));
    most = std::max(most, all.back().size());
  }
  std::vector<at::Tensor> rows;
  for (auto& chunks : all) rows.push_back(ids_of(padded(std::move(chunks), most, tokenizer.specials())));
  return at::cat(rows);
}

at::Tensor encode_text(const models::Model& model, const at::Tensor& ids, int clip_skip, const at::Tensor& taught) {
  const at::NoGradGuard no_grad;
  if (ids.dim() != 2 || ids.size(1) == 0 || ids.size(1) % model.text_length() != 0)
    throw Error(ErrorKind::bad_input, "ids: expected rows of a multiple of " + std::to_string(model.text_length()) + " ids");
  const at::Tensor chunks = ids.to(model.compute.device).reshape({-1, model.text_length()});
  const at::Tensor states = model.text_encoder.forward(chunks, clip_skip, taught);
  return states.reshape({ids.size(0), ids.size(1), states.size(2)});
}

StepContext context_at(const Condition& condition, int step) {
  StepContext result;
  std::vector<at::Tensor> rows;
  for (const ConditionPart& part : condition.parts) {
    rows.push_back(context_of(part.contexts, step));
    result.weights.push_back(part.weight);
  }
  result.positive = rows.size() == 1 ? rows[0] : at::cat(rows);
  result.unconditional = context_of(condition.unconditional, step);
  return result;
}

Conditions::Conditions(const api::Generate& request, const models::Model& model, int steps)
    : request_(request), model_(model), steps_(steps) {
  if (request.ids_file.empty()) {
    if (request.prompts.empty())
      throw Error(ErrorKind::bad_input, "prompts: expected at least one, found none", "Write what you want to see.");
    tokenizer_of(model);
    return;
  }
  if (!request.prompts.empty() || !request.negative.empty())
    throw Error(ErrorKind::usage, "ids: token ids take the place of prompts; give one or the other");
  const auto tensors = tensor::read_tensors(request.ids_file);
  ids_ = read_ids(tensors, "ids", model, request.ids_file);
  if (request.sample.guidance == 1) return;
  negative_ids_ = read_ids(tensors, "negative_ids", model, request.ids_file);
  if (negative_ids_.size(1) != ids_.size(1) || (negative_ids_.size(0) != 1 && negative_ids_.size(0) != ids_.size(0)))
    throw Error(ErrorKind::bad_input, request.ids_file + ": negative_ids: expected one row, or as many as ids, of the same length");
}

std::size_t Conditions::prompts() const { return ids_.defined() ? static_cast<std::size_t>(ids_.size(0)) : request_.prompts.size(); }

std::vector<Wording> Conditions::wordings(int pictures_per_prompt, std::int64_t seed, api::JobContext& context) {
  std::vector<Wording> all;
  std::vector<std::string> texts;
  for (std::size_t prompt = 0; prompt < prompts(); ++prompt)
    for (int i = 0; i < pictures_per_prompt; ++i, ++seed) {
      all.push_back(ids_.defined() ? Wording{} : wording_of(request_, request_.prompts[prompt], seed));
      for (const std::string* text : {&all.back().resolved, &all.back().negative})
        if (texts.empty() || texts.back() != *text) texts.push_back(*text);
    }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  taught_ = taught_words(model_, request_.embeddings, texts, context);
  return all;
}

Condition Conditions::of_ids(std::int64_t row) const {
  const auto context = [&](const at::Tensor& ids, std::int64_t at) {
    return std::vector<TimedContext>{{steps_, encode_text(model_, ids.slice(0, at, at + 1), request_.sample.clip_skip, taught_.vectors)}};
  };
  Condition condition{.wording = {}, .parts = {{context(ids_, row)}}, .unconditional = {}};
  if (negative_ids_.defined()) condition.unconditional = context(negative_ids_, negative_ids_.size(0) > 1 ? row : 0);
  return condition;
}

at::Tensor Conditions::encoded(const std::string& text, std::size_t rows) {
  constexpr std::size_t most_kept = 64;
  if (encoded_.size() > most_kept) encoded_.clear();
  at::Tensor& context = encoded_[{text, rows}];
  if (context.defined()) return context;
  const tokenizers::Tokenizer& tokenizer = *model_.tokenizer;
  const auto chunks = padded(tokenizers::chunked(tokenizers::prompt_pieces(tokenizer, text, taught_.words), tokenizer.specials()), rows,
                             tokenizer.specials());
  context = weighted(encode_text(model_, ids_of(chunks), request_.sample.clip_skip, taught_.vectors), chunks);
  return context;
}

std::size_t Conditions::rows_of(const std::vector<tokenizers::TimedText>& texts) const {
  std::size_t rows = 1;
  const tokenizers::Tokenizer& tokenizer = *model_.tokenizer;
  for (const tokenizers::TimedText& timed : texts)
    rows = std::max(rows, tokenizers::chunked(tokenizers::prompt_pieces(tokenizer, timed.text, taught_.words), tokenizer.specials()).size());
  return rows;
}

std::vector<TimedContext> Conditions::contexts_of(const std::vector<tokenizers::TimedText>& texts, std::size_t rows) {
  std::vector<TimedContext> contexts;
  for (const tokenizers::TimedText& timed : texts) contexts.push_back({timed.until_step, encoded(timed.text, rows)});
  return contexts;
}

Condition Conditions::make(std::size_t prompt, const Wording& wording) {
  if (ids_.defined()) return of_ids(static_cast<std::int64_t>(prompt));
  const tokenizers::Steps steps{.count = steps_};
  const auto parts = tokenizers::split_and(tokenizers::take_loras(wording.resolved).text);
  std::vector<std::vector<tokenizers::TimedText>> texts;
  for (const tokenizers::PromptPart& part : parts) texts.push_back(tokenizers::prompt_schedule(part.text, steps));
  if (request_.sample.guidance != 1 || parts.size() > 1) texts.push_back(tokenizers::prompt_schedule(wording.negative, steps));
  std::size_t rows = 1;
  for (const auto& text : texts) rows = std::max(rows, rows_of(text));

  Condition condition{.wording = wording, .parts = {}, .unconditional = {}};
  for (std::size_t i = 0; i < parts.size(); ++i) condition.parts.push_back({contexts_of(texts[i], rows), parts[i].weight});
  if (texts.size() > parts.size()) condition.unconditional = contexts_of(texts.back(), rows);
  return condition;
}

}  // namespace likeness::generate
