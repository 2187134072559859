#include "ui/pages/make/empty_state.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kExamples = 4, kWidthInLetters = 46;

QLabel* centred(const QString& text, const QString& role) {
  auto* label = new QLabel(text);
  label->setProperty("role", role);
  label->setAlignment(Qt::AlignCenter);
  label->setWordWrap(true);
  return label;
}

}  // namespace

EmptyState::EmptyState(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout), teachRow_(new QWidget) {
  auto* middle = new QWidget;
  middle->setFixedWidth(kWidthInLetters * fontMetrics().averageCharWidth());
  middle->setLayout(column_);
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(theme::kSpacing);
  column_->addWidget(centred(tr("No pictures yet"), QStringLiteral("title")));
  column_->addWidget(centred(tr("Write what you want to see on the left, or begin with one of these:"), QStringLiteral("caption")));
  column_->addSpacing(theme::kSpacing);
  for (int i = 0; i < kExamples; ++i) {
    auto* button = new QPushButton;
    connect(button, &QPushButton::clicked, this, [this, i] { Q_EMIT exampleChosen(prompts_[i]); });
    column_->addWidget(button);
    examples_.push_back(button);
  }
  auto* teach = new QPushButton(theme::icon(QStringLiteral("teach")), tr("Teach a subject of your own …"));
  connect(teach, &QPushButton::clicked, this, &EmptyState::teachRequested);
  auto* teachColumn = new QVBoxLayout(teachRow_);
  teachColumn->setContentsMargins(0, theme::kMargin, 0, 0);
  teachColumn->addWidget(centred(tr("Your dog, your mug, yourself:\na few photos are enough."), QStringLiteral("caption")));
  teachColumn->addWidget(teach, 0, Qt::AlignHCenter);
  column_->addWidget(teachRow_);

  auto* page = new QVBoxLayout(this);
  page->addStretch(1);
  auto* row = new QHBoxLayout;  // not an alignment: that would lose height for width
  row->addStretch(1);
  row->addWidget(middle);
  row->addStretch(1);
  page->addLayout(row);
  page->addStretch(1);
  showExamples({}, TeachHint::show);
}

void EmptyState::showExamples(const QStringList& prompts, TeachHint teach) {
  prompts_ = prompts;
  for (int i = 0; i < kExamples; ++i) {
    QPushButton* button = examples_[static_cast<std::size_t>(i)];
    button->setVisible(i < prompts.size());
    if (i >= prompts.size()) continue;
    button->setText(prompts[i]);
    button->setAccessibleName(tr("Example: %1").arg(prompts[i]));
  }
  teachRow_->setVisible(teach == TeachHint::show);
}

}  // namespace likeness::ui
