#include "ui/viewmodels/option_words.h"

#include <QCoreApplication>

#include "ui/viewmodels/more_options.h"
#include "ui/viewmodels/picture_words.h"

namespace likeness::ui {
namespace {

struct OptionWords {
  Q_DECLARE_TR_FUNCTIONS(OptionWords)
};

OptionRow row(const char* key, const QString& group, const QString& name, const QString& tip, const QString& lowest = {}) {
  OptionRow made;
  made.key = QLatin1String(key);
  made.group = group;
  made.name = name;
  made.tip = tip;
  made.lowest = lowest;
  return made;
}

void addGuidance(std::vector<OptionRow>& rows) {
  const QString group = OptionWords::tr("Guidance");
  rows.push_back(row("guidance_rescale", group, OptionWords::tr("Calm the contrast"),
                     OptionWords::tr("Brings strong guidance's contrast back to the model's own; 0.7 is usual (guidance rescale)"),
                     OptionWords::tr("off")));
  rows.push_back(row("guidance_start", group, OptionWords::tr("Guide from"),
                     OptionWords::tr("Before this share of the way from noise to picture the words do not guide (guidance interval)")));
  rows.push_back(row("guidance_end", group, OptionWords::tr("Guide until"),
                     OptionWords::tr("After this share of the way the words do not guide any more (guidance interval)")));
  rows.push_back(row("dynamic_threshold", group, OptionWords::tr("Colours as with"),
                     OptionWords::tr("Keeps the colours that this lower guidance would give (dynamic thresholding, mimic scale)"),
                     OptionWords::tr("off")));
  rows.push_back(row("threshold_percentile", group, OptionWords::tr("Left unclipped"),
                     OptionWords::tr("Share of the values that are left as they are (threshold percentile)")));
  rows.push_back(
      row("clip_skip", group, OptionWords::tr("Clip skip"),
          OptionWords::tr("Which layer of the text encoder is read, counted from the end: 1 is the last, 2 suits many drawn styles")));
}

void addNoise(std::vector<OptionRow>& rows) {
  const QString group = OptionWords::tr("Noise");
  rows.push_back(
      row("variation_strength", group, OptionWords::tr("Vary by"),
          OptionWords::tr("How far to lean towards another seed: small values give siblings of the picture (variation strength)"),
          OptionWords::tr("off")));
  rows.push_back(row("variation_seed", group, OptionWords::tr("Towards seed"),
                     OptionWords::tr("The seed to lean towards; the lowest draws another one each time (variation seed)"),
                     OptionWords::tr("random")));
  rows.push_back(row("eta", group, OptionWords::tr("Fresh noise"), OptionWords::tr("New noise at every step: 0 none, 1 as DDPM (eta)"),
                     OptionWords::tr("none")));
  rows.push_back(row("noise", group, OptionWords::tr("Drawn as by"),
                     OptionWords::tr("Whose random numbers: with A1111's a seed gives the picture that it gives there on an NVIDIA card")));
  rows.push_back(row("tiling", group, OptionWords::tr("Seamless tile"),
                     OptionWords::tr("A picture that repeats without seams: left meets right, top meets bottom")));
}

void addSecondPass(std::vector<OptionRow>& rows) {
  const QString group = OptionWords::tr("Second, larger pass");
  rows.push_back(row("hires_scale", group, OptionWords::tr("Times the size"),
                     OptionWords::tr("The finished picture is enlarged this many times and worked over once more (hires fix)"),
                     OptionWords::tr("off")));
  rows.push_back(row("hires_steps", group, OptionWords::tr("Its steps"), OptionWords::tr("Steps of the second pass"),
                     OptionWords::tr("as the first")));
  rows.push_back(row("hires_strength", group, OptionWords::tr("May change"),
                     OptionWords::tr("How much the second pass may change (denoising strength)")));
  rows.push_back(row("hires_upscaler", group, OptionWords::tr("Enlarged"),
                     OptionWords::tr("Inside the model makes more of its own detail; as a picture (Lanczos) stays closer to the first pass")));
}

void addFile(std::vector<OptionRow>& rows) {
  const QString group = OptionWords::tr("File and memory");
  rows.push_back(row("format", group, OptionWords::tr("Kind of file"), OptionWords::tr("All of them carry the picture's settings inside")));
  rows.push_back(
      row("quality", group, OptionWords::tr("Quality"), OptionWords::tr("Higher is finer and larger; WebP at 100 loses nothing")));
  rows.push_back(
      row("vae_tile", group, OptionWords::tr("In tiles of"),
          OptionWords::tr("Turns noise into pixels in overlapping tiles of this side, for large pictures on small cards (tiled VAE)"),
          OptionWords::tr("off")));
}

}  // namespace

std::vector<OptionRow> moreRows() {
  std::vector<OptionRow> rows;
  addGuidance(rows);
  addNoise(rows);
  addSecondPass(rows);
  addFile(rows);
  return rows;
}

QString unitOfPixels() { return OptionWords::tr("px"); }

QString yesText() { return OptionWords::tr("yes"); }

QString optionName(const QString& key) {
  const std::pair<const char*, QString> others[] = {{"guidance", OptionWords::tr("Guidance")},
                                                    {"steps", OptionWords::tr("Steps")},
                                                    {"seed", OptionWords::tr("Seed")},
                                                    {"sampler", OptionWords::tr("Sampler")},
                                                    {"schedule", OptionWords::tr("Noise schedule")},
                                                    {"prompt", OptionWords::tr("Prompt words")},
                                                    {"strength", OptionWords::tr("Change of the start picture")},
                                                    {"negative", OptionWords::tr("Leave out")},
                                                    {"width", OptionWords::tr("Width")},
                                                    {"height", OptionWords::tr("Height")}};
  for (const auto& [known, name] : others)
    if (key == QLatin1String(known)) return name;
  for (const OptionRow& each : moreRows())
    if (each.key == key) return each.name;
  return key;
}

QString choiceName(const QString& key, const QString& value) {
  if (key == QLatin1String("noise")) return value == QLatin1String("gpu") ? QStringLiteral("A1111") : QStringLiteral("Likeness");
  if (key == QLatin1String("hires_upscaler"))
    return value == QLatin1String("latent") ? OptionWords::tr("Inside the model") : OptionWords::tr("As a picture");
  if (key == QLatin1String("format")) return value == QLatin1String("webp") ? QStringLiteral("WebP") : value.toUpper();
  if (key == QLatin1String("sampler")) return samplerName(value);
  return key == QLatin1String("schedule") ? scheduleName(value) : value;
}

}  // namespace likeness::ui
