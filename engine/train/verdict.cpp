#include "engine/train/verdict.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include <ATen/ATen.h>

#include "engine/base/error.h"
#include "engine/models/taught_words.h"
#include "engine/train/samples.h"

namespace likeness::train {

namespace {

constexpr std::int64_t verdict_seed = 9000;
constexpr double least_probe_fall = 0.01;     // of the untouched model's loss
constexpr double least_weight_change = 1e-6;  // relative; float32 keeps about 1e-7
constexpr double least_token_effect = 0.5;    // of the model's spread
constexpr double most_class_drift = 0.75;     // of the way to the subject; sound runs of the starter move by 0.5, collapsed ones by 0.9

std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.4g", value);
  return buffer;
}

api::VerdictCheck steps_done(const Evidence& evidence) {
  return {.name = "steps_done", .ok = evidence.steps_done == evidence.steps_asked,
          .detail = std::to_string(evidence.steps_done) + " of " + std::to_string(evidence.steps_asked) + " steps done."};
}

api::VerdictCheck losses_finite(const Evidence& evidence) {
  const bool ok = evidence.trouble.empty();
  return {.name = "losses_finite", .ok = ok, .detail = ok ? "Every loss was a finite number." : evidence.trouble};
}

api::VerdictCheck probe_fell(const Evidence& evidence) {
  const double before = evidence.probe_at_start.subject, after = evidence.probe_at_end.subject;
  return {.name = "probe_fell", .ok = after <= before * (1 - least_probe_fall),
          .detail = "The probe loss on the photos went from " + text(before) + " to " + text(after) + "."};
}

const torch::nn::Module& component(const models::Model& model, const std::string& name) {
  return name == "unet" ? model.unet.module() : model.text_encoder.module();
}

/// Distance relative to the length of `before`; infinite when a number is not finite.
double relative_change(const torch::nn::Module& before, const torch::nn::Module& after) {
  at::NoGradGuard no_grad;
  double change = 0, length = 0;
  const auto others = after.named_parameters();
  for (const auto& item : before.named_parameters()) {
    const at::Tensor start = item.value().to(at::kDouble);
    change += (others[item.key()].to(at::kDouble) - start).square().sum().item<double>();
    length += start.square().sum().item<double>();
  }
  return std::isfinite(change) ? std::sqrt(change / length) : INFINITY;
}

api::VerdictCheck weights_differ(const Evidence& evidence, const models::Model& base, const models::Model& taught) {
  api::VerdictCheck check{.name = "weights_differ", .ok = true, .detail = "Changed against the model it started from:"};
  for (const std::string& part : evidence.parts) {
    const double change = relative_change(component(base, part), component(taught, part));
    check.ok = check.ok && std::isfinite(change) && change > least_weight_change;
    check.detail += " " + std::string(part == "unet" ? "UNet" : "text encoder") + " by " + text(100 * change) + " %;";
  }
  check.detail.back() = '.';
  return check;
}

bool same_parameters(const models::Model& one, const models::Model& other) {
  return relative_change(one.unet.module(), other.unet.module()) == 0 &&
         relative_change(one.text_encoder.module(), other.text_encoder.module()) == 0;
}

/// Textual inversion: the word's vectors moved, and nothing else did.
api::VerdictCheck only_word_differs(const Evidence& evidence, const models::Model& base, const models::Model& taught) {
  const at::Tensor start = evidence.word_start.to(at::kDouble), end = taught.words.at(0).vectors.to(start.options());
  const double change = ((end - start).norm() / start.norm()).item<double>();
  const bool others_same = same_parameters(base, *evidence.learnt);
  return {.name = "weights_differ", .ok = std::isfinite(change) && change > least_weight_change && others_same,
          .detail = "The vectors of \"" + evidence.word + "\" changed by " + text(100 * change) + " %; the model itself is " +
                    (others_same ? "as it was." : "not as it was.")};
}

std::vector<api::SharedPixels> pictures_of(const api::Generate& request, const std::string& prompt, const models::Model& model,
                                           const generate::Recipe& recipe, api::JobContext& context) {
  api::Generate one = request;
  one.prompts = {prompt};
  one.out_folder.clear();
  one.sample.seed = verdict_seed;
  one.sample.count = pictures_of_the_verdict;
  return make_pictures(one, model, recipe, context).pixels;
}

bool same_bytes(const std::vector<api::SharedPixels>& one, const std::vector<api::SharedPixels>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const api::SharedPixels& a, const api::SharedPixels& b) {
    return a->width == b->width && a->height == b->height && a->rgb == b->rgb;
  });
}

bool same_weights(const models::Model& one, const models::Model& other) {
  const auto same_words = [](const models::WordVectors& a, const models::WordVectors& b) {
    return a.word == b.word && a.vectors.equal(b.vectors.to(a.vectors.device()));
  };
  return same_parameters(one, other) && std::equal(one.words.begin(), one.words.end(), other.words.begin(), other.words.end(), same_words);
}

api::VerdictCheck reopen_check(bool same, const std::string& what) {
  return {.name = "files_reopen", .ok = same,
          .detail = same ? "The saved files open again and give the same " + what + "."
                         : "The saved files open, but give another " + what + " than the model in memory."};
}

void compare_pictures(const Evidence& evidence, const models::Model& base, const models::Model& taught,
                      const generate::Recipe& recipe, api::JobContext& context, api::Verdict& verdict) {
  const auto make = [&](const api::Generate& request, const std::string& prompt, const models::Model& model) {
    return pictures_of(request, prompt, model, recipe, context);
  };
  const auto in_memory = make(evidence.taught, evidence.subject_prompt, *evidence.learnt);
  const auto subject = make(evidence.taught, evidence.subject_prompt, taught);
  const auto class_after = make(evidence.taught, evidence.class_prompt, taught);
  const auto class_before = make(evidence.base, evidence.class_prompt, base);
  verdict.checks.push_back(reopen_check(same_bytes(in_memory, subject), "picture"));
  verdict.checks.push_back(judge_token(subject, class_after, spread(class_before)));
  verdict.checks.push_back(judge_class(class_before, class_after, subject));
}

/// The lines that need the files; a file that does not open fails them all.
void look_at_files(const Evidence& evidence, const generate::Recipe& recipe, api::JobContext& context, api::Verdict& verdict) {
  const bool pictures = !evidence.subject_prompt.empty();
  try {
    const auto taught = generate::load(evidence.taught, context);
    const auto base = generate::load(evidence.base, context);
    if (!evidence.word.empty()) {
      const at::Tensor vectors = models::read_word_vectors(evidence.word_file).to(taught->compute.device);
      models::set_taught_words(*taught, {{.word = evidence.word, .vectors = vectors}});
    }
    verdict.checks.push_back((evidence.word_alone ? only_word_differs : weights_differ)(evidence, *base, *taught));
    if (pictures) compare_pictures(evidence, *base, *taught, recipe, context, verdict);
    else verdict.checks.push_back(reopen_check(same_weights(*evidence.learnt, *taught), "weights"));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::bad_input && error.kind() != ErrorKind::unsupported) throw;
    verdict.checks.push_back({.name = "files_reopen", .ok = false, .detail = error.what()});
  }
}

}  // namespace

api::VerdictCheck judge_token(const std::vector<api::SharedPixels>& with_token, const std::vector<api::SharedPixels>& without,
                              double model_spread) {
  const double distance = mean_distance(with_token, without);
  return {.name = "token_matters", .ok = distance >= least_token_effect * model_spread && distance > 0,
          .detail = "With and without your subject's word, pictures differ by " + text(distance) + " levels; at least " +
                    text(least_token_effect * model_spread) + " are asked for."};
}

api::VerdictCheck judge_class(const std::vector<api::SharedPixels>& before, const std::vector<api::SharedPixels>& after,
                              const std::vector<api::SharedPixels>& subject) {
  const double distance = mean_distance(before, after);
  const double limit = most_class_drift * std::max(spread(before), mean_distance(before, subject));
  return {.name = "class_kept", .ok = distance <= limit,
          .detail = "Pictures of the kind itself moved by " + text(distance) + " levels; up to " + text(limit) + " are let pass."};
}

api::Verdict judge(const Evidence& evidence, const generate::Recipe& recipe, api::JobContext& context) {
  context.step(api::Phase::verifying, 0, 1);
  api::Verdict verdict;
  verdict.checks = {steps_done(evidence), losses_finite(evidence)};
  if (!std::isnan(evidence.probe_at_start.subject)) verdict.checks.push_back(probe_fell(evidence));
  if (evidence.learnt != nullptr) look_at_files(evidence, recipe, context, verdict);
  verdict.ok = std::all_of(verdict.checks.begin(), verdict.checks.end(), [](const api::VerdictCheck& check) { return check.ok; });
  return verdict;
}

}  // namespace likeness::train
