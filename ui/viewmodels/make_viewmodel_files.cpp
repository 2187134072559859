// What comes into the Make page from files: settings inside pictures, a picture to start from, LoRAs and other weights.
#include "ui/viewmodels/make_viewmodel.h"

#include <algorithm>
#include <utility>

#include <QFile>
#include <QFileInfo>

#include "ui/bridge/convert.h"

namespace likeness::ui {
namespace {

QString fileName(const std::string& path) { return QFileInfo(toQString(path)).fileName(); }

bool isGone(const std::string& path) { return !QFileInfo::exists(toQString(path)); }

/// Takes out what is not on disk any more, and names it.
QStringList withoutGoneFiles(api::Generate& request) {
  QStringList gone;
  const auto check = [&gone](const std::string& path) {
    if (path.empty() || !isGone(path)) return false;
    gone << fileName(path);
    return true;
  };
  std::erase_if(request.loras, [&](const api::LoraUse& use) { return check(use.file); });
  std::erase_if(request.embeddings, [&](const api::EmbeddingUse& use) { return check(use.file); });
  if (check(request.vae)) request.vae.clear();
  if (check(request.picture.init)) request.picture.init.clear();
  if (request.picture.init.empty() || check(request.picture.mask)) request.picture.mask.clear();
  return gone;
}

/// "sampler dpm_fast" in words; what has no words here is a name and stays.
QString partName(const std::string& part) {
  const QString name = toQString(part);
  if (name == QLatin1String("start picture")) return MakeViewModel::tr("the picture it started from");
  if (name == QLatin1String("mask")) return MakeViewModel::tr("its mask");
  const auto rest = [&name] { return name.section(QLatin1Char(' '), 1); };
  if (name.startsWith(QLatin1String("sampler "))) return MakeViewModel::tr("the sampler %1").arg(rest());
  if (name.startsWith(QLatin1String("schedule "))) return MakeViewModel::tr("the noise schedule %1").arg(rest());
  if (name.startsWith(QLatin1String("upscaler "))) return MakeViewModel::tr("the upscaler %1").arg(rest());
  return name;
}

bool usesSubject(const api::Generate& request, const api::SubjectInfo& taught) {
  const auto isFile = [](const std::string& file) { return [&file](const auto& use) { return use.file == file; }; };
  if (!taught.lora_file.empty()) return std::any_of(request.loras.begin(), request.loras.end(), isFile(taught.lora_file));
  if (!taught.embedding_file.empty())
    return std::any_of(request.embeddings.begin(), request.embeddings.end(), isFile(taught.embedding_file));
  return taught.model == request.model;
}

/// Every difference that the page could not take over; sizes and samplers left to the model are none.
bool isSame(const api::Generate& wanted, const api::Generate& got) {
  api::SampleOptions a = wanted.sample, b = got.sample;
  if (a.sampler.empty()) a.sampler = b.sampler;
  if (a.width == 0) a.width = b.width, a.height = b.height;
  if (!wanted.axes.empty()) a.count = b.count;
  return a == b && wanted.picture == got.picture && wanted.vae == got.vae && wanted.loras.size() == got.loras.size() &&
         wanted.embeddings.size() == got.embeddings.size();
}

}  // namespace

/// Takes the subject's files out of the request: they come with the subject.
QStringList MakeViewModel::applySubject(api::Generate& request, MakeSettings& next) const {
  next.subject.clear();
  for (const api::SubjectInfo& taught : taughtSubjects()) {
    if (!usesSubject(request, taught)) continue;
    next.subject = toQString(taught.id);
    next.strength = 1;
    std::erase_if(request.loras, [&](const api::LoraUse& use) {
      const bool its = use.file == taught.lora_file;
      if (its) next.strength = use.strength;
      return its;
    });
    std::erase_if(request.embeddings, [&](const api::EmbeddingUse& use) { return use.file == taught.embedding_file; });
    break;
  }
  const QStringList gone = withoutGoneFiles(request);
  return gone.isEmpty() ? QStringList() : QStringList{tr("Not found any more and left out: %1.").arg(gone.join(QStringLiteral(", ")))};
}

QStringList MakeViewModel::applyModel(const api::Generate& request, const QString& modelName, MakeSettings& next) const {
  if (!next.subject.isEmpty()) return {};
  const QString path = toQString(request.model);
  for (const api::ModelInfo& model : state_.models()) {
    const QString itsPath = toQString(model.path);
    const bool named = path.isEmpty() && !modelName.isEmpty() &&
                       (toQString(model.name).compare(modelName, Qt::CaseInsensitive) == 0 ||
                        QFileInfo(itsPath).completeBaseName().compare(modelName, Qt::CaseInsensitive) == 0);
    if (itsPath != path && !named) continue;
    next.model = itsPath;
    return {};
  }
  const QString name = path.isEmpty() ? modelName : path;
  if (name.isEmpty()) return {};
  return {tr("Its model, %1, is not in the list of models; the one chosen here stays.").arg(name)};
}

void MakeViewModel::use(api::Generate request, const QString& modelName, QStringList notices) {
  const api::Generate wanted = request;
  MakeSettings next = settings_;
  notices = applySubject(request, next) + notices;
  notices = applyModel(request, modelName, next) + notices;
  takesStartSize_ = false;
  change(settingsFrom(request, ownSizeOf(next), next));
  if (notices.isEmpty() && !isSame(wanted, this->request()))
    notices << tr("Some of its values cannot be set on this page, so the picture may come out differently.");
  if (!notices.isEmpty()) Q_EMIT noticeRaised(notices.join(QLatin1Char(' ')));
}

void MakeViewModel::useSettings(const api::Generate& request) { use(request, {}, {}); }

void MakeViewModel::usePictureFile(const QString& file) {
  dropped_ = file;
  drop_ = state_.bridge().submit(api::ReadPicture{.file = toStdString(file)});
}

void MakeViewModel::onPictureRead(const api::PictureRead& read) {
  if (read.job != drop_ || drop_ == 0) return;
  drop_ = 0;
  if (read.source.empty() || read.picture.request.prompts.empty()) {
    Q_EMIT noticeRaised(tr("%1 does not say how it was made.").arg(QFileInfo(dropped_).fileName()));
    return;
  }
  QStringList parts;
  for (const std::string& part : read.left_out) parts << partName(part);
  QStringList notices;
  if (!parts.isEmpty()) notices << tr("Not carried over: %1.").arg(parts.join(QStringLiteral(", ")));
  use(read.picture.request, toQString(read.picture.model_name), notices);
}

void MakeViewModel::startFrom(const QString& file) {
  MakeSettings next = settings_;
  next.picture.init = toStdString(file);
  next.picture.mask.clear();
  takesStartSize_ = !file.isEmpty();
  if (next == settings_) onStartOpened();
  change(next);
}

/// Only where it was chosen just now: a remembered one comes with its size.
void MakeViewModel::onStartOpened() {
  if (!takesStartSize_ || start_.size().isEmpty()) return;
  takesStartSize_ = false;
  const QSize size = sizeToStartFrom(start_.size(), ownSize());
  MakeSettings next = settings_;
  next.shape = shapeOf(size, ownSize());
  next.width = size.width();
  next.height = size.height();
  change(next);
}

void MakeViewModel::paintMask(const QImage& mask) {
  const SavedMask saved = saveMask(mask);
  // Each stroke makes a file; only those that pictures are made with stay.
  const QString unused = std::exchange(unusedMask_, saved.isNew ? saved.file : QString());
  MakeSettings next = settings_;
  next.picture.mask = toStdString(saved.file);
  change(next);
  if (!unused.isEmpty() && unused != saved.file) QFile::remove(unused);
}

void MakeViewModel::addWeights(const QStringList& files) {
  for (const QString& file : files) weights_.insert(state_.bridge().submit(api::ReadWeights{.file = toStdString(file)}));
}

void MakeViewModel::onWeightsRead(const api::WeightsRead& read) {
  if (!weights_.remove(read.job)) return;
  MakeSettings next = settings_;
  const bool holdsVae = std::find(read.components.begin(), read.components.end(), "vae") != read.components.end();
  if (read.kind == "lora") {
    next.loras.push_back({.file = read.file, .strength = 1});
  } else if (read.kind == "embedding") {
    next.embeddings.push_back({.file = read.file, .token = toStdString(QFileInfo(toQString(read.file)).completeBaseName())});
  } else if (read.kind == "component" && holdsVae) {
    next.vae = toQString(read.file);
  } else if (read.kind == "single_file") {
    state_.addModelPath(toQString(read.file));
    return chooseModel(toQString(read.file));
  } else {
    Q_EMIT noticeRaised(tr("%1 is neither a LoRA, nor an embedding, a VAE or a model that can be used here.").arg(fileName(read.file)));
    return;
  }
  change(next);
}

}  // namespace likeness::ui
