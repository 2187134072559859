// What the tests of the Make page share: models, subjects and pictures as the engine would report them, and comparing requests.
#pragma once

#include <QImage>
#include <QStringList>

#include "engine/api/events.h"
#include "tests/support/fake_engine.h"

namespace likeness::test {

inline api::ModelInfo starterModel() {
  api::ModelInfo model;
  model.path = "starter";
  model.name = "Starter";
  model.family = "Starter";
  model.usable = true;
  model.bytes = 25'000'000;
  model.memory_bytes = 400'000'000;
  model.fits = true;
  model.own_size = 128;
  model.tokens = 31;
  model.kinds = {"cat", "dog", "fox", "penguin", "teapot"};
  model.places = {"at night", "in the snow", "on the beach", "on the moon"};
  return model;
}

inline api::ModelInfo unusableModel() {
  api::ModelInfo model;
  model.path = "/models/sdxl";
  model.name = "Big one";
  model.family = "SDXL";
  model.bytes = 6'900'000'000;
  model.reason = "This is SDXL, which is not run yet.";
  return model;
}

inline api::ModelInfo sd1Model() {
  api::ModelInfo model;
  model.path = "/models/sd15";
  model.name = "Stable Diffusion 1.5";
  model.family = "Stable Diffusion 1.x";
  model.usable = true;
  model.bytes = 2'100'000'000;
  model.memory_bytes = 5'200'000'000;
  model.own_size = 512;
  model.tokens = 75;
  return model;
}

inline api::SubjectInfo biscuit() {
  api::SubjectInfo subject;
  subject.id = "biscuit";
  subject.name = "Biscuit";
  subject.kind = "dog";
  subject.token = "sks";
  subject.method = "full";
  subject.base_model = "starter";
  subject.model = "/home/runs/biscuit/model";
  subject.taught = true;
  return subject;
}

inline api::SubjectInfo pip() {
  api::SubjectInfo subject = biscuit();
  subject.id = "pip";
  subject.name = "Pip";
  subject.kind = "cup";
  subject.token = "zwx";
  subject.method = "lora";
  subject.model = "starter";
  subject.lora_file = "/home/runs/pip/lora.safetensors";
  return subject;
}

/// A subject that is a word alone.
inline api::SubjectInfo comet() {
  api::SubjectInfo subject = biscuit();
  subject.id = "comet";
  subject.name = "Comet";
  subject.token = "<zwx>";
  subject.method = "textual_inversion";
  subject.model = "starter";
  subject.embedding_file = "/home/runs/comet/embedding.safetensors";
  return subject;
}

inline api::SharedPixels plainPixels(int width, int height, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  auto pixels = std::make_shared<api::Pixels>();
  pixels->width = width;
  pixels->height = height;
  for (int i = 0; i < width * height; ++i) pixels->rgb.insert(pixels->rgb.end(), {red, green, blue});
  return pixels;
}

/// A finished picture as the engine announces it; the file is written first.
inline api::ImageReady finished(api::JobId job, int index, const std::string& file, const api::Generate& request, std::int64_t seed) {
  QImage image(128, 128, QImage::Format_RGB888);
  image.fill(QColor(40 * (index + 1) % 256, 120, 200));
  image.save(QString::fromStdString(file));
  api::ImageReady ready;
  ready.job = job;
  ready.kind = api::ImageKind::final;
  ready.index = index;
  ready.file = file;
  ready.pixels = plainPixels(128, 128, static_cast<std::uint8_t>(40 * (index + 1) % 256), 120, 200);
  ready.picture.file = file;
  ready.picture.request = request;
  ready.picture.request.sample.seed = seed;
  ready.picture.request.sample.count = 1;
  ready.picture.resolved_prompt = request.prompts.empty() ? "" : request.prompts.front();
  ready.picture.parameters = ready.picture.resolved_prompt + "\nSteps: 30, Sampler: DDIM, Seed: " + std::to_string(seed);
  ready.picture.model_name = "Starter";
  ready.picture.model_hash = "0123456789";
  ready.picture.width = 128;
  ready.picture.height = 128;
  return ready;
}

/// What differs between two requests, field by field; empty when nothing does.
inline QStringList differences(const api::Generate& a, const api::Generate& b) {
  QStringList found;
  const auto check = [&found](const char* name, const auto& one, const auto& other) {
    if (!(one == other)) found << QLatin1String(name);
  };
  check("model", a.model, b.model);
  check("prompts", a.prompts, b.prompts);
  check("negative", a.negative, b.negative);
  check("loras", a.loras.size(), b.loras.size());
  for (std::size_t i = 0; i < std::min(a.loras.size(), b.loras.size()); ++i) {
    check("lora file", a.loras[i].file, b.loras[i].file);
    check("lora strength", a.loras[i].strength, b.loras[i].strength);
  }
  check("words", a.words.size(), b.words.size());
  for (std::size_t i = 0; i < std::min(a.words.size(), b.words.size()); ++i) {
    check("word name", a.words[i].name, b.words[i].name);
    check("word token", a.words[i].token, b.words[i].token);
    check("word kind", a.words[i].kind, b.words[i].kind);
  }
  check("vae", a.vae, b.vae);
  check("embeddings", a.embeddings, b.embeddings);
  check("axes", a.axes, b.axes);
  check("picture", a.picture, b.picture);
  check("sample", a.sample, b.sample);
  check("sampler", a.sample.sampler, b.sample.sampler);
  check("schedule", a.sample.schedule, b.sample.schedule);
  check("steps", a.sample.steps, b.sample.steps);
  check("guidance", a.sample.guidance, b.sample.guidance);
  check("eta", a.sample.eta, b.sample.eta);
  check("width", a.sample.width, b.sample.width);
  check("height", a.sample.height, b.sample.height);
  check("count", a.sample.count, b.sample.count);
  check("seed", a.sample.seed, b.sample.seed);
  check("clip_skip", a.sample.clip_skip, b.sample.clip_skip);
  check("out_folder", a.out_folder, b.out_folder);
  check("numbered_by_day", a.numbered_by_day, b.numbered_by_day);
  check("preview_every", a.preview_every, b.preview_every);
  check("ids_file", a.ids_file, b.ids_file);
  check("dump_latents_file", a.dump_latents_file, b.dump_latents_file);
  return found;
}

}  // namespace likeness::test
