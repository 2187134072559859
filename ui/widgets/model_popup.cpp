#include "ui/widgets/model_popup.h"

#include <algorithm>

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/two_line_button.h"

namespace likeness::ui {
namespace {

constexpr int kWidth = 400, kHighestList = 420;

QString size(std::uint64_t bytes) {
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < 1'000'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

}  // namespace

QString modelDetail(const api::ModelInfo& model) {
  if (!model.usable) return toQString(model.reason);
  const QString fits = model.fits ? ModelPopup::tr("fits") : ModelPopup::tr("may not fit, needs about %1").arg(size(model.memory_bytes));
  return QStringList{toQString(model.family), size(model.bytes), fits}.join(QStringLiteral(" · "));
}

ModelPopup::ModelPopup(QWidget* parent)
    : QFrame(parent, Qt::Popup), scroll_(new QScrollArea), rows_(new QVBoxLayout) {
  setProperty("card", true);
  setAccessibleName(tr("Models"));
  setFixedWidth(kWidth);
  auto* list = new QWidget;
  list->setLayout(rows_);
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(2);
  scroll_->setWidget(list);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

  auto* buttons = new QHBoxLayout;
  auto* folder = new QPushButton(theme::icon(QStringLiteral("folder")), tr("Add folder …"));
  auto* file = new QPushButton(theme::icon(QStringLiteral("add")), tr("Add file …"));
  folder->setToolTip(tr("A Stable Diffusion model in a folder of its own (diffusers layout)"));
  connect(folder, &QPushButton::clicked, this, &ModelPopup::addFolderWanted);
  connect(file, &QPushButton::clicked, this, &ModelPopup::addFileWanted);
  buttons->addWidget(folder);
  buttons->addWidget(file);
  buttons->addStretch();

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme::kSpacing, theme::kSpacing, theme::kSpacing, theme::kSpacing);
  column->setSpacing(theme::kSpacing);
  column->addWidget(scroll_);
  column->addLayout(buttons);
}

void ModelPopup::clearRows() {
  while (QLayoutItem* item = rows_->takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
}

QWidget* ModelPopup::makeRow(const api::ModelInfo& model, bool removable, bool isChosen) {
  auto* row = new QWidget;
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(theme::kSpacing / 2);
  const QString path = toQString(model.path);
  auto* button = new TwoLineButton(toQString(model.name), modelDetail(model));
  button->setCheckable(true);
  button->setChecked(isChosen);
  button->setEnabled(model.usable);
  button->setToolTip(path);
  if (!model.usable || !model.fits) button->setDetailColor(theme::warning());
  connect(button, &TwoLineButton::clicked, this, [this, path] { Q_EMIT chosen(path); });
  line->addWidget(button, 1);
  if (removable) {
    auto* remove = new QToolButton;
    remove->setIcon(theme::icon(QStringLiteral("remove")));
    remove->setAutoRaise(true);
    remove->setFocusPolicy(Qt::StrongFocus);
    remove->setAccessibleName(tr("Remove %1 from the list").arg(toQString(model.name)));
    remove->setToolTip(tr("Remove from the list; the files stay where they are"));
    connect(remove, &QToolButton::clicked, this, [this, path] { Q_EMIT removeWanted(path); });
    line->addWidget(remove);
  }
  return row;
}

void ModelPopup::showModels(const std::vector<api::ModelInfo>& models, const QStringList& removable, const QString& chosenPath) {
  clearRows();
  if (models.empty()) {
    auto* waiting = new QLabel(tr("Looking at the models …"));
    waiting->setProperty("role", QStringLiteral("caption"));
    rows_->addWidget(waiting);
  }
  for (const api::ModelInfo& model : models) {
    const QString path = toQString(model.path);
    rows_->addWidget(makeRow(model, removable.contains(path), path == chosenPath));
  }
  const int room = kWidth - 2 * theme::kSpacing - 2;
  const int wanted = rows_->hasHeightForWidth() ? rows_->heightForWidth(room) : rows_->sizeHint().height();
  scroll_->setFixedHeight(std::min(wanted, kHighestList));
  adjustSize();
}

void ModelPopup::openBelow(QWidget* anchor) {
  const int height = sizeHint().height();
  resize(kWidth, height);
  QPoint at = anchor->mapToGlobal(QPoint(0, anchor->height() + 2));
  const QRect screen = anchor->screen()->availableGeometry();
  if (at.y() + height > screen.bottom()) at.setY(std::max(screen.top(), anchor->mapToGlobal(QPoint(0, 0)).y() - height - 2));
  at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - kWidth)));
  move(at);
  QFrame::show();
  for (auto* button : findChildren<TwoLineButton*>())
    if (button->isChecked()) button->setFocus(Qt::PopupFocusReason);
}

}  // namespace likeness::ui
