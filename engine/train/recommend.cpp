#include "engine/train/recommend.h"

#include <algorithm>
#include <cmath>

namespace likeness::train {

namespace {

constexpr double hardly_less = 5;    // percent: a few sample pictures cannot tell less apart
constexpr double clear_rise = 1;

struct ScoreField {
  const char* key;
  double ScoredStep::*value;
};
constexpr ScoreField score_fields[] = {{"likeness", &ScoredStep::likeness},
                                       {"prompt_following", &ScoredStep::prompt_following},
                                       {"prior_drift", &ScoredStep::prior_drift}};

double or_zero(double value) { return std::isfinite(value) ? value : 0; }

/// What a checkpoint is worth beside likeness: words followed, a kind that stayed as it was.
double balance(const ScoredStep& scored) {
  return scored.likeness + or_zero(scored.prompt_following) - std::abs(or_zero(scored.prior_drift));
}

std::string percent(double value) { return std::to_string(std::lround(value)) + " %"; }

std::string figures(const ScoredStep& scored) {
  std::string text = "likeness " + percent(scored.likeness);
  if (std::isfinite(scored.prompt_following)) text += ", words followed " + percent(scored.prompt_following);
  if (std::isfinite(scored.prior_drift)) text += ", drift of the kind " + percent(scored.prior_drift);
  return text;
}

std::string reason_for(const ScoredStep& chosen, const ScoredStep& likest, std::size_t candidates) {
  const std::string name = "Step " + std::to_string(chosen.step) + " (" + figures(chosen) + ")";
  if (candidates == 1) return name + " is the only kept checkpoint that was measured.";
  if (chosen.step == likest.step) return name + " looks most like the photos of " + std::to_string(candidates) + " kept checkpoints.";
  return name + " looks about as much like the photos as step " + std::to_string(likest.step) + " (" + figures(likest) +
         ") and keeps more of the words and of the kind.";
}

}  // namespace

std::optional<Choice> recommend(const std::vector<ScoredStep>& scores, const std::vector<std::int64_t>& kept) {
  if (kept.empty()) return {};
  std::vector<ScoredStep> candidates;
  for (const ScoredStep& scored : scores)
    if (std::isfinite(scored.likeness) && std::find(kept.begin(), kept.end(), scored.step) != kept.end()) candidates.push_back(scored);
  if (candidates.empty())
    return Choice{.step = kept.back(), .reason = "Step " + std::to_string(kept.back()) + " is the newest; no sample pictures of kept "
                                                 "checkpoints were measured."};
  const auto likest = std::max_element(candidates.begin(), candidates.end(),
                                       [](const ScoredStep& a, const ScoredStep& b) { return a.likeness < b.likeness; });
  const ScoredStep* chosen = &*likest;
  for (const ScoredStep& one : candidates)
    if (one.likeness >= likest->likeness - hardly_less && balance(one) > balance(*chosen)) chosen = &one;
  return Choice{.step = chosen->step, .reason = reason_for(*chosen, *likest, candidates.size())};
}

bool has_stalled(const std::vector<ScoredStep>& scores, int columns) {
  double best = api::kNotMeasured;
  int since = 0;
  for (const ScoredStep& one : scores) {
    if (one.step == 0 || !std::isfinite(one.likeness)) continue;
    const bool rises = !std::isfinite(best) || one.likeness > best + clear_rise;
    since = rises ? 0 : since + 1;
    if (rises) best = one.likeness;
  }
  return columns > 0 && since >= columns;
}

Json scores_json(const std::vector<ScoredStep>& scores) {
  Json list = Json::array();
  for (const ScoredStep& one : scores) {
    Json entry = {{"step", one.step}};
    for (const ScoreField& field : score_fields)
      if (std::isfinite(one.*field.value)) entry[field.key] = one.*field.value;
    list.push_back(std::move(entry));
  }
  return list;
}

std::vector<ScoredStep> scores_from_json(const Json& json) {
  std::vector<ScoredStep> scores;
  for (const Json& entry : json.is_array() ? json : Json::array()) {
    if (!entry.is_object()) continue;
    ScoredStep one{.step = entry.value("step", std::int64_t{0})};
    for (const ScoreField& field : score_fields) one.*field.value = entry.value(field.key, api::kNotMeasured);
    scores.push_back(one);
  }
  return scores;
}

}  // namespace likeness::train
