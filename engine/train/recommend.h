// Which checkpoint to make pictures with, and when more teaching brings nothing: from the scores of the sample columns.
// Plain functions of figures in percent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/events.h"
#include "engine/base/json.h"

namespace likeness::train {

struct ScoredStep {
  std::int64_t step = 0;
  double likeness = api::kNotMeasured;
  double prompt_following = api::kNotMeasured;
  double prior_drift = api::kNotMeasured;
};

struct Choice {
  std::int64_t step = 0;
  std::string reason;  // one sentence with the figures
};

/// Among `kept` (rising): the most alike; of those hardly less alike, the one that keeps most of the words and of the kind. A step that
/// was not scored is only chosen when none was. Nothing where nothing is kept.
std::optional<Choice> recommend(const std::vector<ScoredStep>& scores, const std::vector<std::int64_t>& kept);

/// Whether the last `columns` columns brought no more likeness than the ones before.
bool has_stalled(const std::vector<ScoredStep>& scores, int columns);

/// For checkpoints; figures that were not measured are left out.
Json scores_json(const std::vector<ScoredStep>& scores);
std::vector<ScoredStep> scores_from_json(const Json& json);

}  // namespace likeness::train
