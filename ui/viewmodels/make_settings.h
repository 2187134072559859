// What is set on the Make page, as plain values, and how they are remembered, turned into a request and read back from one.
// Sizes are kept as a shape relative to the model's own size, so that another model keeps "portrait" and changes the pixels.
// Free functions without engine or display; the view model adds what it knows about models and subjects.
#pragma once

#include <vector>

#include <QSize>
#include <QString>

#include "engine/api/requests.h"
#include "ui/models/session.h"

namespace likeness::ui {

enum class Shape { square, portrait34, portrait23, landscape43, landscape32, custom };

struct MakeSettings {
  QString model = QStringLiteral("starter");  // base model, used while no subject is chosen
  QString subject;                            // id, or empty
  double strength = 1;                        // of a subject taught as LoRA
  QString prompt;
  QString negative;
  double guidance = 7.5;
  qint64 seed = -1;                           // -1: another one each time
  Shape shape = Shape::square;
  int width = 512;                            // of Shape::custom, multiples of 8
  int height = 512;
  int count = 1;
  int steps = 30;
  QString sampler = QStringLiteral("ddim");
  QString schedule = QStringLiteral("normal");
  api::SampleOptions finer;                   // what the group More shows (more_options.h); the rest is at its default
  api::PictureOptions picture;                // start picture and mask, second pass, file
  std::vector<api::LoraUse> loras;            // beside the subject's own
  std::vector<api::EmbeddingUse> embeddings;  // likewise
  QString vae;                                // another autoencoder's file; empty: the model's own
  std::vector<api::GridAxis> axes;            // of a grid, values as typed; empty: none

  bool operator==(const MakeSettings&) const = default;
};

inline constexpr double kLowestGuidance = 1, kHighestGuidance = 30;
inline constexpr double kHighestStrength = 2;
inline constexpr double kLoraStrength = 4;  // of other LoRAs, either sign
inline constexpr qint64 kHighestSeed = 4294967295;
inline constexpr int kSmallestSide = 64, kLargestSide = 2048;
inline constexpr int kMostSteps = 150, kMostPictures = 64;

/// Values from outside brought into the limits above; some samplers know only the normal noise schedule.
MakeSettings limited(MakeSettings settings);

/// Pixels of a shape for a model of `ownSize`; 0 x 0 for a square when the size is not known (the engine then takes the model's own).
QSize pixelsOf(const MakeSettings& settings, int ownSize);

/// The shape that gives `pixels` with this model, else custom.
Shape shapeOf(QSize pixels, int ownSize);

MakeSettings readSettings(const Session& session);
void writeSettings(Session& session, const MakeSettings& settings);

/// Everything but model, LoRA and words, which depend on the subject.
api::Generate requestFrom(const MakeSettings& settings, int ownSize);

/// The page's fields as `request` has them, on top of `settings`; model and subject are left as they are.
MakeSettings settingsFrom(const api::Generate& request, int ownSize, MakeSettings settings);

}  // namespace likeness::ui
