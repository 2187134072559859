#include "engine/base/error.h"
#include "engine/base/places.h"
#include "engine/config/json_fields.h"
#include "engine/config/json_requests.h"

namespace likeness::config {

namespace {

std::filesystem::path preset_file(const std::string& preset, const std::string& family) {
  const std::string known = family == "starter" || family == "sd2" ? family : "sd1";
  return resources_folder() / "presets" / (known + "-" + preset + ".json");
}

/// Takes a value from the preset only where the options have none.
struct FillEmpty {
  const Json& preset;

  template <class T>
  void operator()(const api::Field&, T&) const {}

  template <class T>
  void operator()(const api::Field& field, std::optional<T>& value) const {
    if (value) return;
    if (const auto found = preset.find(std::string(field.key)); found != preset.end()) read_value(field, *found, value);
  }
};

}  // namespace

api::TrainOptions with_preset(const api::TrainOptions& options, const std::string& family) {
  const std::filesystem::path file = preset_file(options.preset, family);
  const Json preset = read_json_file(file);
  if (!preset.is_object()) throw Error(ErrorKind::bad_input, file.string() + ": expected a JSON object");
  api::TrainOptions filled = options;
  if (filled.optimizer == "prodigy" && !filled.learning_rate) filled.learning_rate = 1;  // a factor there, not a rate
  if (!filled.text_encoder_learning_rate) filled.text_encoder_learning_rate = filled.learning_rate;  // one rate given means both
  if (const auto own = preset.find(options.method); own != preset.end() && own->is_object()) fields(filled, FillEmpty{*own});
  fields(filled, FillEmpty{preset});
  const auto require = [&file](const auto& value, const char* key) {
    if (!value) throw Error(ErrorKind::bad_input, file.string() + ": the field \"" + key + "\" is missing");
  };
  require(filled.steps, "steps");
  require(filled.learning_rate, "learning_rate");
  filled.text_encoder_learning_rate = filled.text_encoder_learning_rate.value_or(*filled.learning_rate);
  filled.prior_preservation = filled.prior_preservation.value_or(true);
  filled.prior_count = filled.prior_count.value_or(100);
  filled.batch = filled.batch.value_or(1);
  filled.checkpoint_every = filled.checkpoint_every.value_or(0);
  filled.sample_every = filled.sample_every.value_or(0);
  filled.probe_every = filled.probe_every.value_or(0);
  return filled;
}

}  // namespace likeness::config
