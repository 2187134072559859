#include "ui/viewmodels/compare_viewmodel.h"

#include <algorithm>

#include <QFileInfo>
#include <QImageReader>
#include <QJsonArray>

#include "ui/bridge/convert.h"
#include "ui/viewmodels/picture_words.h"

namespace likeness::ui {
namespace {

QString filesKey() { return QStringLiteral("compare/files"); }

QImage readPicture(const QString& file) {
  QImageReader reader(file);
  reader.setAutoTransform(true);
  return reader.read();
}

QString valueOf(const std::vector<std::pair<QString, QString>>& words, const QString& name) {
  QStringList values;
  for (const auto& [key, value] : words)
    if (key == name) values << value;
  return values.join(QStringLiteral(", "));
}

}  // namespace

CompareViewModel::CompareViewModel(AppState& state, QObject* parent) : QObject(parent), state_(state) {
  pool_.setMaxThreadCount(1);
  connect(&state_.bridge(), &EngineBridge::picturesListed, this, &CompareViewModel::onListed);
  QStringList files;
  for (const QJsonValue& each : state_.session().value(filesKey()).toArray())
    if (QFileInfo::exists(each.toString())) files << each.toString();
  add(files);
}

CompareViewModel::~CompareViewModel() { pool_.waitForDone(); }

void CompareViewModel::add(const QStringList& files) {
  QStringList fresh;
  for (const QString& file : files) {
    const bool there = std::any_of(pictures_.begin(), pictures_.end(), [&](const Picture& each) { return each.file == file; });
    if (there || fresh.contains(file)) continue;
    fresh << file;
    pictures_.push_back({.file = file, .info = {}, .image = {}});
  }
  if (fresh.isEmpty()) return;
  if (pictures_.size() > kMost) pictures_.erase(pictures_.begin(), pictures_.end() - kMost);
  load(fresh);
  remember();
  Q_EMIT changed();
}

/// All are asked for again: an answer that is overtaken is passed over.
void CompareViewModel::load(const QStringList& files) {
  api::ListPictures question;
  for (const Picture& each : pictures_) question.folders.push_back(toStdString(each.file));
  ask_ = state_.bridge().submit(std::move(question));
  for (const QString& file : files) {
    pool_.start([this, file] {
      QMetaObject::invokeMethod(this, [this, file, image = readPicture(file)] { onRead(file, image); }, Qt::QueuedConnection);
    });
  }
}

void CompareViewModel::onListed(const api::PicturesListed& listed) {
  if (listed.job != ask_ || ask_ == 0) return;
  ask_ = 0;
  for (const api::PictureInfo& info : listed.pictures)
    for (Picture& each : pictures_)
      if (toStdString(each.file) == info.file) each.info = info;
  Q_EMIT changed();
}

void CompareViewModel::onRead(const QString& file, const QImage& image) {
  for (Picture& each : pictures_) {
    if (each.file != file) continue;
    each.image = image;
    each.unreadable = image.isNull();
  }
  Q_EMIT changed();
}

void CompareViewModel::remove(std::size_t index) {
  if (index >= pictures_.size()) return;
  pictures_.erase(pictures_.begin() + static_cast<std::ptrdiff_t>(index));
  remember();
  Q_EMIT changed();
}

void CompareViewModel::clear() {
  pictures_.clear();
  remember();
  Q_EMIT changed();
}

void CompareViewModel::remember() {
  QJsonArray files;
  for (const Picture& each : pictures_) files.append(each.file);
  state_.session().setValue(filesKey(), files);
}

bool CompareViewModel::isEverythingKnown() const {
  return std::all_of(pictures_.begin(), pictures_.end(), [](const Picture& each) { return !each.info.request.prompts.empty(); });
}

std::vector<CompareViewModel::Difference> CompareViewModel::differences() const {
  std::vector<std::vector<std::pair<QString, QString>>> words;
  QStringList names;
  for (const Picture& each : pictures_) {
    words.push_back(pictureWords(each.info));
    if (!words.back().empty()) words.back().pop_back();  // the file's name, which always differs
    for (const auto& [name, value] : words.back())
      if (!names.contains(name)) names << name;
  }
  std::vector<Difference> differences;
  for (const QString& name : names) {
    Difference line{.name = name, .values = {}};
    for (const auto& each : words) line.values << valueOf(each, name);
    QStringList unlike = line.values;
    unlike.removeDuplicates();
    if (unlike.size() > 1) differences.push_back(std::move(line));
  }
  return differences;
}

}  // namespace likeness::ui
