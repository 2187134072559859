#include "tests/engine/train/school.h"

#include <cstdio>

#include <ATen/ATen.h>

#include "engine/image/png.h"
#include "engine/tensor/files.h"

namespace likeness::test {

namespace fs = std::filesystem;

namespace {

image::Picture stripes(int side, int variant) {
  image::Picture picture{.width = side, .height = side, .rgb = {}};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const bool on = ((x * (variant + 1) + y * 2) / 8) % 2 == 0;
      picture.rgb.push_back(on ? 230 : 20);
      picture.rgb.push_back(static_cast<std::uint8_t>(60 * variant + 40));
      picture.rgb.push_back(on ? 40 : 200);
    }
  }
  return picture;
}

std::string digits(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.17g ", value);
  return buffer;
}

}  // namespace

void Told::note(const api::Event& event) {
  if (const auto* one = std::get_if<api::Metrics>(&event)) metrics.push_back(*one);
  if (const auto* one = std::get_if<api::CheckpointSaved>(&event)) checkpoints.push_back(*one);
  if (const auto* one = std::get_if<api::Progress>(&event)) progress.push_back(*one);
  if (const auto* one = std::get_if<api::LogLine>(&event)) log.push_back(one->text);
  if (const auto* one = std::get_if<api::TrainFinished>(&event)) finished = *one;
  if (const auto* one = std::get_if<api::ImageReady>(&event); one != nullptr && one->kind == api::ImageKind::sample) {
    samples.push_back(*one);
  }
}

std::string make_photos(const TemporaryFolder& folder) {
  const fs::path photos = folder / "photos";
  fs::create_directories(photos);
  for (int i = 0; i < 3; ++i) image::write_png(photos / (std::to_string(i) + ".png"), stripes(64, i));
  return photos.string();
}

api::Train tiny_request(const TemporaryFolder& folder) {
  api::Train request;
  request.model = tiny_model;
  request.photos = {make_photos(folder)};
  request.name = "Biscuit";
  request.kind = "dog";
  request.run_folder = (folder / "run").string();
  request.compute.device = "cpu";
  request.compute.threads = 1;
  api::TrainOptions& options = request.options;
  options.steps = 12;
  options.learning_rate = 1e-3;
  options.prior_preservation = true;
  options.prior_count = 3;
  options.batch = 2;
  options.checkpoint_every = 0;
  options.sample_every = 0;
  options.probe_every = 4;
  return request;
}

train::Trained teach(const api::Train& request, Told& told) {
  api::JobContext context(1, [&told](const api::Event& event) { told.note(event); });
  const generate::Recipe recipe = [](const api::Generate&) { return std::string("{}"); };
  train::Prepared prepared = train::prepare(request, recipe, context);
  return train::teach(prepared, context);
}

train::Trained teach(const api::Train& request) {
  Told told;
  return teach(request, told);
}

std::map<std::string, at::Tensor> checkpoint_tensors(const fs::path& checkpoint) {
  std::map<std::string, at::Tensor> all;
  for (const auto& entry : fs::recursive_directory_iterator(checkpoint)) {
    if (entry.path().extension() != ".safetensors") continue;
    const std::string file = fs::relative(entry.path(), checkpoint).string();
    for (const auto& [name, tensor] : tensor::read_tensors(entry.path())) all[file + ":" + name] = tensor;
  }
  return all;
}

std::vector<std::string> different(const std::map<std::string, at::Tensor>& one, const std::map<std::string, at::Tensor>& other) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : one) {
    const auto found = other.find(name);
    if (found == other.end() || !at::equal(tensor, found->second)) names.push_back(name);
  }
  for (const auto& [name, tensor] : other) {
    if (!one.contains(name)) names.push_back(name);
  }
  return names;
}

const api::VerdictCheck* find(const api::Verdict& verdict, const std::string& name) {
  for (const api::VerdictCheck& check : verdict.checks) {
    if (check.name == name) return &check;
  }
  return nullptr;
}

std::string figures(const std::vector<api::Metrics>& metrics) {
  std::string text;
  for (const api::Metrics& one : metrics) {
    text += std::to_string(one.step) + ": " + digits(one.loss) + digits(one.subject_loss) + digits(one.prior_loss) +
            digits(one.probe_loss) + digits(one.probe_prior_loss) + digits(one.grad_norm) + digits(one.learning_rate) + "\n";
  }
  return text;
}

}  // namespace likeness::test
