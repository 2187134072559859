#include "ui/pages/library/subject_card.h"

#include <QDesktopServices>
#include <QDir>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStringList>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/pages/library/parts.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kPicture = 124, kPadding = 12, kIcon = 16;

/// The middle square, with rounded corners.
QPixmap squared(const QImage& image, double ratio) {
  const int side = qRound(kPicture * ratio);
  const int edge = qMin(image.width(), image.height());
  const QRect middle((image.width() - edge) / 2, (image.height() - edge) / 2, edge, edge);
  QPixmap pixmap(side, side);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  QPainterPath corners;
  corners.addRoundedRect(QRectF(0, 0, side, side), theme::kRadius / 2.0 * ratio, theme::kRadius / 2.0 * ratio);
  painter.setClipPath(corners);
  painter.drawImage(QRect(0, 0, side, side), image, middle);
  painter.end();
  pixmap.setDevicePixelRatio(ratio);
  return pixmap;
}

/// "Whole model · 400 steps"
QString subjectDetail(const api::SubjectInfo& subject) {
  QStringList parts;
  if (subject.method == "full") parts << SubjectCard::tr("Whole model");
  else if (subject.method == "lora") parts << SubjectCard::tr("Small add-on file");
  else if (!subject.method.empty()) parts << toQString(subject.method);
  if (subject.step > 0) parts << SubjectCard::tr("%Ln step(s)", nullptr, static_cast<int>(subject.step));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

SubjectCard::SubjectCard(const api::SubjectInfo& subject, ThumbnailLoader& thumbnails, QWidget* parent)
    : QFrame(parent), thumbnails_(thumbnails), stamp_(subject.modified_ms) {
  const QString name = toQString(subject.name.empty() ? subject.id : subject.name);
  setProperty("card", true);
  setObjectName(QStringLiteral("subject_") + toQString(subject.id));
  setAccessibleName(name);
  auto* title = library::heading(name);
  title->setWordWrap(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kPadding, kPadding, kPadding, kPadding);
  column->setSpacing(theme::kSpacing / 2);
  column->addWidget(title);
  if (!subject.kind.empty()) column->addWidget(library::caption(toQString(subject.kind)));
  column->addWidget(makePictures(subject));
  column->addSpacing(theme::kSpacing / 2);
  column->addWidget(makeState(subject));
  if (const QString words = subjectDetail(subject); !words.isEmpty() && subject.taught) {
    auto* detail = library::caption(words);
    detail->setWordWrap(true);
    column->addWidget(detail);
  }
  column->addSpacing(theme::kSpacing / 2);
  column->addWidget(makeButtons(subject));
  connect(&thumbnails_, &ThumbnailLoader::ready, this, [this](const QString& file) {
    for (const Picture& picture : pictures_)
      if (picture.file == file) fill(picture);
  });
}

QWidget* SubjectCard::makePictures(const api::SubjectInfo& subject) {
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, theme::kSpacing / 2, 0, 0);
  row->setSpacing(theme::kSpacing);
  const QString name = toQString(subject.name);
  if (!subject.photo_file.empty()) row->addWidget(makePicture(subject.photo_file, tr("A photo"), tr("A photo of %1").arg(name)));
  if (!subject.sample_file.empty())
    row->addWidget(makePicture(subject.sample_file, tr("Newest sample"), tr("Newest sample of %1").arg(name)));
  row->addStretch(1);
  return box;
}

QWidget* SubjectCard::makePicture(const std::string& file, const QString& caption, const QString& name) {
  auto* label = new QLabel;
  label->setFixedSize(kPicture, kPicture);
  label->setAlignment(Qt::AlignCenter);
  label->setAccessibleName(name);
  label->setProperty("picture", true);
  pictures_.push_back({toQString(file), label});
  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(label);
  auto* words = library::caption(caption);
  words->setWordWrap(true);
  words->setFixedWidth(kPicture);
  column->addWidget(words);
  column->addStretch(1);
  fill(pictures_.back());
  return box;
}

void SubjectCard::fill(const Picture& picture) {
  const QImage image = thumbnails_.thumbnail(picture.file, stamp_);
  if (!image.isNull()) picture.label->setPixmap(squared(image, devicePixelRatioF()));
  else if (thumbnails_.isUnreadable(picture.file, stamp_))
    picture.label->setPixmap(theme::icon(QStringLiteral("photo")).pixmap(2 * kIcon, 2 * kIcon));
}

QWidget* SubjectCard::makeState(const api::SubjectInfo& subject) {
  auto* icon = new IconLabel(subject.taught ? QStringLiteral("check") : QStringLiteral("photo"), kIcon, theme::text);
  auto* words = new QLabel(subject.taught ? tr("Taught") : tr("Photos only"));
  words->setToolTip(subject.taught ? tr("Can be used in pictures") : tr("Has photos, but no finished teaching yet"));
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing / 2);
  row->addWidget(icon);
  row->addWidget(words);
  row->addStretch(1);
  return box;
}

QWidget* SubjectCard::makeButtons(const api::SubjectInfo& subject) {
  const QString id = toQString(subject.id);
  const QString name = toQString(subject.name);
  auto* box = new QWidget;
  auto* row = new FlowLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  if (subject.taught) {
    auto* make = new QPushButton(tr("Make pictures"));
    make->setAccessibleName(tr("Make pictures of %1").arg(name));
    connect(make, &QPushButton::clicked, this, [this, id] { Q_EMIT makePicturesRequested(id); });
    row->addWidget(make);
  }
  if (!subject.run_folder.empty()) {
    auto* run = new QPushButton(tr("How it went"));
    run->setAccessibleName(tr("How teaching %1 went").arg(name));
    run->setToolTip(tr("The verdict, the loss chart and the samples of its teaching"));
    connect(run, &QPushButton::clicked, this, [this, id] { Q_EMIT runRequested(id); });
    row->addWidget(run);
  }
  auto* folder = new QPushButton(tr("Show in folder"));
  folder->setAccessibleName(tr("Show the folder of %1").arg(name));
  connect(folder, &QPushButton::clicked, this, [id] {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QDir(homeFolder()).filePath(QStringLiteral("subjects/") + id)));
  });
  row->addWidget(folder);
  return box;
}

}  // namespace likeness::ui
