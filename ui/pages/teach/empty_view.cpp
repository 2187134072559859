#include "ui/pages/teach/empty_view.h"

#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/pages/teach/parts.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr int kSamplePicture = 56;
constexpr int kReadableWidth = 520;

QIcon firstPicture(const SampleSubject& sample) {
  QImageReader reader(sample.files.front());
  reader.setScaledSize({kSamplePicture, kSamplePicture});
  return QPixmap::fromImage(reader.read());
}

}  // namespace

EmptyView::EmptyView(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  layout->setSpacing(theme::kMargin);
  layout->addWidget(buildDropArea(), 1);
  if (QWidget* samples = buildSamples()) layout->addWidget(samples);
}

QWidget* EmptyView::buildDropArea() {
  auto* area = new QFrame;
  area->setObjectName(QStringLiteral("teachDropArea"));
  auto* layout = new QVBoxLayout(area);
  layout->setSpacing(theme::kSpacing * 3 / 2);
  layout->addStretch();
  layout->addWidget(new IconLabel(QStringLiteral("photo"), kSamplePicture, theme::text), 0, Qt::AlignHCenter);
  auto* title = parts::title(tr("Drop 3-5 photos of one subject"));
  title->setAlignment(Qt::AlignCenter);
  layout->addWidget(title);
  auto* advice =
      parts::caption(tr("A pet, a toy, a mug, a person: the same one in every photo, in different places and light. "
                        "Your photos stay on this machine."));
  advice->setAlignment(Qt::AlignCenter);
  advice->setFixedWidth(kReadableWidth);
  // An aligned item would get one line's height; between two stretches it gets the height that its width needs.
  auto* adviceRow = new QHBoxLayout;
  adviceRow->addStretch();
  adviceRow->addWidget(advice);
  adviceRow->addStretch();
  layout->addLayout(adviceRow);
  auto* row = new QHBoxLayout;
  row->addStretch();
  auto* choose = parts::button(QStringLiteral("teachChoose"), tr("Choose photos …"));
  choose->setProperty("primary", true);
  connect(choose, &QPushButton::clicked, this, &EmptyView::chooseRequested);
  row->addWidget(choose);
  auto* paste = parts::button(QStringLiteral("teachPaste"), tr("Paste"), QStringLiteral("copy"));
  paste->setToolTip(tr("Add the picture or files on the clipboard (Ctrl+V)"));
  connect(paste, &QPushButton::clicked, this, &EmptyView::pasteRequested);
  row->addWidget(paste);
  row->addStretch();
  layout->addLayout(row);
  layout->addStretch();
  return area;
}

QWidget* EmptyView::buildSamples() {
  const std::vector<SampleSubject> samples = sampleSubjects();
  if (samples.empty()) return nullptr;
  auto* box = new QWidget;
  auto* layout = new QHBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::kSpacing);
  layout->addStretch();
  layout->addWidget(new QLabel(tr("No photos at hand? Try the sample subject:")));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto* button = new QPushButton(firstPicture(samples[i]), tr("%1, a %2").arg(samples[i].name, samples[i].kind));
    button->setObjectName(QStringLiteral("teachSample_%1").arg(samples[i].name.toLower()));
    button->setIconSize({kSamplePicture, kSamplePicture});
    button->setAccessibleName(tr("Try the sample subject %1, a %2").arg(samples[i].name, samples[i].kind));
    connect(button, &QPushButton::clicked, this, [this, sample = samples[i]] { Q_EMIT sampleRequested(sample); });
    layout->addWidget(button);
  }
  layout->addStretch();
  return box;
}

}  // namespace likeness::ui
