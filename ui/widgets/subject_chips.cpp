#include "ui/widgets/subject_chips.h"

#include <algorithm>

#include <QImageReader>

#include "ui/bridge/convert.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kPicture = 22;

/// Sample pictures are our own PNGs; photos of any format are not decoded here.
QIcon sampleIcon(const api::SubjectInfo& subject) {
  if (subject.sample_file.empty()) return theme::icon(QStringLiteral("photo"));
  QImageReader reader(toQString(subject.sample_file));
  reader.setScaledSize({kPicture * 2, kPicture * 2});
  const QImage image = reader.read();
  return image.isNull() ? theme::icon(QStringLiteral("photo")) : QIcon(QPixmap::fromImage(image));
}

}  // namespace

SubjectChips::SubjectChips(QWidget* parent) : QWidget(parent) {
  auto* flow = new FlowLayout(this);
  teach_ = new QPushButton(theme::icon(QStringLiteral("teach")), tr("Teach a subject …"));
  teach_->setToolTip(tr("Show it photos of a person, an animal or a thing of yours"));
  connect(teach_, &QPushButton::clicked, this, &SubjectChips::teachRequested);
  flow->addWidget(teach_);
}

QPushButton* SubjectChips::chip(const QString& id) const {
  const auto found = std::find_if(chips_.begin(), chips_.end(), [&](const auto& entry) { return entry.first == id; });
  return found == chips_.end() ? nullptr : found->second;
}

void SubjectChips::showSubjects(const std::vector<api::SubjectInfo>& subjects, const QString& chosen) {
  QByteArray wanted;
  for (const api::SubjectInfo& subject : subjects)
    for (const std::string* part : {&subject.id, &subject.name, &subject.kind, &subject.sample_file})
      wanted += QByteArray::fromStdString(*part) + '\n';
  if (wanted != shown_) rebuild(subjects);
  shown_ = wanted;
  for (const auto& [id, button] : chips_) button->setChecked(id == chosen);
}

void SubjectChips::rebuild(const std::vector<api::SubjectInfo>& subjects) {
  for (const auto& entry : chips_) {
    entry.second->hide();
    entry.second->deleteLater();
  }
  chips_.clear();
  layout()->removeWidget(teach_);
  QWidget* before = teach_;  // Tab goes through the chips from here; then the button moves behind them
  for (const api::SubjectInfo& subject : subjects) {
    const QString id = toQString(subject.id);
    const QString name = toQString(subject.name);
    auto* button = new QPushButton(sampleIcon(subject), name);
    button->setIconSize({kPicture, kPicture});
    button->setCheckable(true);
    button->setAccessibleName(tr("Subject %1").arg(name));
    button->setToolTip(tr("Write “%1” in the prompt to see this %2").arg(name, toQString(subject.kind)));
    connect(button, &QPushButton::clicked, this, [this, id](bool on) { Q_EMIT subjectChosen(on ? id : QString()); });
    layout()->addWidget(button);
    button->show();
    setTabOrder(before, button);
    before = button;
    chips_.emplace_back(id, button);
  }
  layout()->addWidget(teach_);
  if (before != teach_) setTabOrder(before, teach_);
  teach_->setText(subjects.empty() ? tr("Teach a subject …") : tr("Teach …"));
  updateGeometry();
}

}  // namespace likeness::ui
