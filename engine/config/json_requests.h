// Requests and options to JSON and back, through the field lists of engine/api/options.h: the same names in run.json, in a picture's
// own text, in --config files and (with hyphens) on the command line.
// Reading: a missing field keeps its default; an unknown one is kept out and named in `warnings`; a value of the wrong type or outside
// its limits is Error{bad_input} with the field, what was expected and found. A newer `schema` than ours is refused with a sentence.
#pragma once

#include <string>
#include <vector>

#include "engine/api/requests.h"
#include "engine/base/json.h"

namespace likeness::config {

Json to_json(const api::ComputeOptions& options);
Json to_json(const api::SampleOptions& options);
Json to_json(const api::TrainOptions& options);
Json to_json(const api::Generate& request);
Json to_json(const api::Train& request);

void from_json(const Json& json, api::ComputeOptions& options, std::vector<std::string>& warnings);
void from_json(const Json& json, api::SampleOptions& options, std::vector<std::string>& warnings);
void from_json(const Json& json, api::TrainOptions& options, std::vector<std::string>& warnings);
void from_json(const Json& json, api::Generate& request, std::vector<std::string>& warnings);
void from_json(const Json& json, api::Train& request, std::vector<std::string>& warnings);

/// Every empty optional filled from resources/presets/<family>-<preset>.json ("starter", "sd1", "sd2"; another family takes sd1's; an
/// object in it named as the method holds what differs for that method) and then from the rules beside the fields in options.h; only `resolution` may stay empty (the model's own size).
api::TrainOptions with_preset(const api::TrainOptions& options, const std::string& family);

/// A .json or .yaml file as JSON (YAML scalars typed as YAML 1.2 core does).
Json read_config_file(const std::string& path);

}  // namespace likeness::config
