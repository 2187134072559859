// JSON: the config.json files of a diffusers folder, a picture's own settings, a run's, and the options in YAML.
#include "engine/base/json.h"
#include "engine/config/json_requests.h"
#include "engine/models/configs.h"
#include "tests/fuzz/target.h"

LIKENESS_FUZZ_TARGET(input) {
  Json json;
  bool sound = false;
  allow_refusal([&] {
    json = parse_json(input, "input", NonFinite::accepted);
    sound = true;
  });
  if (!sound) return;
  std::vector<std::string> warnings;
  allow_refusal([&] { models::read_unet_config(json, "input", warnings); });
  allow_refusal([&] { models::read_vae_config(json, "input", warnings); });
  allow_refusal([&] { models::read_text_config(json, "input", warnings); });
  allow_refusal([&] {
    api::Generate request;
    config::from_json(json, request, warnings);
    config::to_json(request).dump();
  });
  allow_refusal([&] {
    api::Train request;
    config::from_json(json, request, warnings);
    config::to_json(request).dump();
  });
}
