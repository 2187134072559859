#include <cmath>

#include "engine/base/error.h"
#include "engine/runs/run_folder.h"

namespace likeness::runs {

namespace {

struct MetricField {
  const char* key;
  double api::Metrics::*value;
};

constexpr MetricField kFields[] = {
    {"loss", &api::Metrics::loss},
    {"subject_loss", &api::Metrics::subject_loss},
    {"prior_loss", &api::Metrics::prior_loss},
    {"probe_loss", &api::Metrics::probe_loss},
    {"probe_prior_loss", &api::Metrics::probe_prior_loss},
    {"lr", &api::Metrics::learning_rate},
    {"grad_norm", &api::Metrics::grad_norm},
    {"seconds", &api::Metrics::seconds},
    {"likeness", &api::Metrics::likeness},
    {"likeness_low", &api::Metrics::likeness_low},
    {"likeness_high", &api::Metrics::likeness_high},
    {"prompt_following", &api::Metrics::prompt_following},
    {"prior_drift", &api::Metrics::prior_drift},
    {"diversity", &api::Metrics::diversity},
    {"copying", &api::Metrics::copying},
};

}  // namespace

bool is_scores(const api::Metrics& metrics) { return std::isnan(metrics.loss) && !std::isnan(metrics.likeness); }

Json metrics_json(const api::Metrics& metrics) {
  Json json = {{"step", metrics.step}};
  for (const MetricField& field : kFields) {
    const double value = metrics.*field.value;
    if (!std::isnan(value)) json[field.key] = value;  // an infinite loss is written as null: it was measured
  }
  return json;
}

api::Metrics metrics_from_json(const Json& json) {
  if (!json.is_object() || !json.contains("step") || !json["step"].is_number_integer())
    throw Error(ErrorKind::bad_input, "metrics.jsonl: expected an object with a whole number \"step\"");
  api::Metrics metrics{.step = json["step"].get<std::int64_t>()};
  for (const MetricField& field : kFields)
    if (const auto found = json.find(field.key); found != json.end())
      metrics.*field.value = found->is_number() ? found->get<double>() : HUGE_VAL;
  return metrics;
}

}  // namespace likeness::runs
