#include "ui/viewmodels/picture_words.h"

#include <cmath>
#include <utility>

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QStringList>

#include "engine/api/samplers.h"
#include "ui/bridge/convert.h"
#include "ui/viewmodels/more_options.h"

namespace likeness::ui {
namespace {

struct PictureWords {
  Q_DECLARE_TR_FUNCTIONS(PictureWords)
};

QString loraWords(const api::LoraUse& lora) {
  return QStringLiteral("%1 × %2").arg(QFileInfo(toQString(lora.file)).completeBaseName(), QLocale().toString(lora.strength, 'f', 2));
}

void addStart(std::vector<std::pair<QString, QString>>& rows, const api::PictureOptions& picture) {
  if (picture.init.empty()) return;
  rows.emplace_back(PictureWords::tr("Started from"), QFileInfo(toQString(picture.init)).fileName());
  rows.emplace_back(PictureWords::tr("Changed by"), PictureWords::tr("%1 %").arg(std::lround(picture.strength * 100)));
  if (!picture.mask.empty())
    rows.emplace_back(PictureWords::tr("Painted anew"),
                      picture.masked_only ? PictureWords::tr("the masked area alone, at full size") : PictureWords::tr("the masked area"));
}

}  // namespace

QString samplerName(const QString& sampler) {
  const api::SamplerName* known = api::find_sampler(toStdString(sampler));
  return known == nullptr ? sampler : toQString(std::string(known->name));
}

QString scheduleName(const QString& schedule) {
  if (schedule == QLatin1String("normal")) return PictureWords::tr("Normal");
  const api::ScheduleName* known = api::find_schedule(toStdString(schedule));
  return known == nullptr ? schedule : toQString(std::string(known->name));  // the others are names, the same in every language
}

std::vector<std::pair<QString, QString>> pictureWords(const api::PictureInfo& picture) {
  std::vector<std::pair<QString, QString>> rows;
  if (picture.request.prompts.empty()) return rows;
  const api::Generate& request = picture.request;
  const api::SampleOptions& sample = request.sample;
  const QString prompt = toQString(request.prompts.front());
  const QString read = toQString(picture.resolved_prompt);
  if (picture.partial) rows.emplace_back(PictureWords::tr("State"), PictureWords::tr("Unfinished: interrupted before its last step"));
  rows.emplace_back(PictureWords::tr("Prompt"), prompt);
  if (!read.isEmpty() && read != prompt) rows.emplace_back(PictureWords::tr("Read as"), read);
  if (!request.negative.empty()) rows.emplace_back(PictureWords::tr("Leave out"), toQString(request.negative));
  rows.emplace_back(PictureWords::tr("Guidance"), QLocale().toString(sample.guidance, 'f', 1));
  rows.emplace_back(PictureWords::tr("Seed"), QString::number(sample.seed));
  rows.emplace_back(PictureWords::tr("Size"), PictureWords::tr("%1 × %2 pixels").arg(picture.width).arg(picture.height));
  rows.emplace_back(PictureWords::tr("Steps"), QString::number(sample.steps));
  if (!sample.sampler.empty()) rows.emplace_back(PictureWords::tr("Sampler"), samplerName(toQString(sample.sampler)));
  rows.emplace_back(PictureWords::tr("Noise schedule"), scheduleName(toQString(sample.schedule)));
  QString model = toQString(picture.model_name);
  if (!picture.model_hash.empty()) model += QStringLiteral(" (%1)").arg(toQString(picture.model_hash));
  rows.emplace_back(PictureWords::tr("Model"), model);
  for (const api::SubjectWord& word : request.words) rows.emplace_back(PictureWords::tr("Subject"), toQString(word.name));
  for (const api::LoraUse& lora : request.loras) rows.emplace_back(PictureWords::tr("LoRA"), loraWords(lora));
  for (const api::EmbeddingUse& use : request.embeddings) rows.emplace_back(PictureWords::tr("Embedding"), toQString(use.token));
  if (!request.vae.empty()) rows.emplace_back(PictureWords::tr("VAE"), QFileInfo(toQString(request.vae)).completeBaseName());
  for (auto& row : changedOptionWords(request)) rows.push_back(std::move(row));
  addStart(rows, request.picture);
  rows.emplace_back(PictureWords::tr("File"), QFileInfo(toQString(picture.file)).fileName());
  return rows;
}

QString pictureText(const api::PictureInfo& picture) {
  if (!picture.parameters.empty()) return toQString(picture.parameters);
  QStringList lines;
  for (const auto& [name, value] : pictureWords(picture)) lines << name + QStringLiteral(": ") + value;
  return lines.join(QLatin1Char('\n'));
}

}  // namespace likeness::ui
