#include "ui/pages/teach/setup_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/pages/teach/parts.h"
#include "ui/pages/teach/setup_form.h"
#include "ui/viewmodels/teach_viewmodel.h"
#include "ui/widgets/photo_tray.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {

namespace {

constexpr int kFormWidth = 380;
constexpr int kFewPhotos = 3;
constexpr int kProblemsShown = 3;

}  // namespace

SetupView::SetupView(AppState& state, TeachViewModel& model, QWidget* parent)
    : QWidget(parent), model_(model), form_(new SetupForm(state, model)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  layout->setSpacing(theme::kMargin);
  layout->addWidget(buildPhotos(), 1);
  auto* formCard = parts::card();
  formCard->setFixedWidth(kFormWidth);
  auto* formLayout = new QVBoxLayout(formCard);
  formLayout->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  formLayout->addWidget(form_);
  layout->addWidget(formCard);
  connect(&model_, &TeachViewModel::photosChanged, this, &SetupView::showPhotos);
  showPhotos();
}

void SetupView::focusName() { form_->focusName(); }

QWidget* SetupView::buildPhotos() {
  auto* card = parts::card();
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  layout->setSpacing(theme::kSpacing);
  auto* row = new QHBoxLayout;
  row->addWidget(parts::title(tr("Photos")));
  row->addStretch();
  auto* add = parts::button(QStringLiteral("teachAdd"), tr("Add photos …"), QStringLiteral("add"));
  connect(add, &QPushButton::clicked, this, &SetupView::chooseRequested);
  row->addWidget(add);
  auto* paste = parts::button(QStringLiteral("teachPasteMore"), tr("Paste"), QStringLiteral("copy"));
  paste->setToolTip(tr("Add the picture or files on the clipboard (Ctrl+V)"));
  connect(paste, &QPushButton::clicked, this, &SetupView::pasteRequested);
  row->addWidget(paste);
  remove_ = parts::button(QStringLiteral("teachRemove"), tr("Remove"), QStringLiteral("remove"));
  row->addWidget(remove_);
  layout->addLayout(row);
  count_ = parts::caption();
  count_->setObjectName(QStringLiteral("teachCount"));
  layout->addWidget(count_);
  problems_ = new QLabel;
  problems_->setObjectName(QStringLiteral("teachProblems"));
  problems_->setTextFormat(Qt::PlainText);
  problems_->setWordWrap(true);
  layout->addWidget(problems_);
  tray_ = new PhotoTray(model_.photos());
  tray_->setObjectName(QStringLiteral("teachTray"));
  layout->addWidget(tray_, 1);
  connect(tray_, &PhotoTray::removeRequested, &model_, &TeachViewModel::removeFiles);
  connect(tray_, &PhotoTray::selectedFilesChanged, this, &SetupView::showPhotos);
  connect(remove_, &QPushButton::clicked, this, [this] { model_.removeFiles(tray_->selectedFiles()); });
  return card;
}

void SetupView::showPhotos() {
  const int usable = model_.photos().usableCount();
  QString text = usable == 1 ? tr("1 photo.") : tr("%1 photos.").arg(usable);
  if (model_.isLookingAtPhotos()) {
    text = tr("Looking at the photos …");
  } else if (usable < kFewPhotos) {
    text += QLatin1Char(' ') + tr("It works with one; 3 to 5 from different sides and in different light teach better.");
  } else {
    text += QLatin1Char(' ') + tr("Drop more here at any time.");
  }
  count_->setText(text);
  const bool selected = !tray_->selectedFiles().isEmpty();
  remove_->setEnabled(selected);
  remove_->setToolTip(selected ? tr("Take the selected photos out (Del)") : tr("Select photos first"));
  QStringList problems = model_.photos().problems();
  problems_->setToolTip(problems.join(QLatin1Char('\n')));
  if (problems.size() > kProblemsShown) {
    const auto more = problems.size() - kProblemsShown + 1;
    problems = problems.mid(0, kProblemsShown - 1) << tr("… and %1 more like this.").arg(more);
  }
  problems_->setText(problems.join(QLatin1Char('\n')));
  problems_->setVisible(!problems.isEmpty());
}

}  // namespace likeness::ui
