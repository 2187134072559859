#include "tests/engine/generate/models_for_tests.h"

#include <cstdlib>
#include <map>

#include "engine/tensor/device.h"
#include "tests/support/temporary_folder.h"

namespace likeness::generate::fixtures {

models::Model& model_for_tests(const std::string& name) {
  static const likeness::test::TemporaryFolder home;  // hashes of the models are remembered there
  static const likeness::test::EnvironmentOverride home_variable("LIKENESS_HOME", home.path().string());
  static const likeness::test::EnvironmentOverride resources("LIKENESS_RESOURCES", LIKENESS_SOURCE_DIR "/resources");
  static std::map<std::string, std::shared_ptr<models::Model>> loaded;
  auto& model = loaded[name];
  if (model == nullptr)
    model = models::load_model(name == "starter" ? name : golden_folder + "/" + name, tensor::prepare_compute("cpu", "f32", 2, false));
  return *model;
}

Job::Job()
    : context(
          7,
          [this](api::Event event) {
            const auto* progress = std::get_if<api::Progress>(&event);
            if (progress != nullptr && progress->phase == cancel_phase && progress->step == cancel_at_step) stop.request_stop();
            events.push_back(std::move(event));
          },
          stop.get_token()) {}

std::vector<api::ImageReady> Job::images(api::ImageKind kind) const {
  std::vector<api::ImageReady> found;
  for (const auto& image : all<api::ImageReady>())
    if (image.kind == kind) found.push_back(image);
  return found;
}

}  // namespace likeness::generate::fixtures
