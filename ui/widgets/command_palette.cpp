#include "ui/widgets/command_palette.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kWidth = 520, kHeight = 380, kFromTop = 60, kShadow = 36;

/// "File: Quit", without the marks for keys; the part behind a tab is the key.
QString nameOf(const QAction& action) {
  QString name = action.text().section(QLatin1Char('\t'), 0, 0);
  name.remove(QLatin1Char('&'));
  const auto* menu = action.associatedObjects().isEmpty() ? nullptr : qobject_cast<QMenu*>(action.associatedObjects().first());
  return menu == nullptr ? name : menu->title().remove(QLatin1Char('&')) + QStringLiteral(": ") + name;
}

QString keysOf(const QAction& action) {
  return action.shortcut().isEmpty() ? action.text().section(QLatin1Char('\t'), 1, 1) : action.shortcut().toString(QKeySequence::NativeText);
}

bool holdsAll(const QString& name, const QStringList& words) {
  return std::all_of(words.begin(), words.end(), [&](const QString& word) { return name.contains(word, Qt::CaseInsensitive); });
}

}  // namespace

CommandPalette::CommandPalette(QWidget* parent) : QFrame(parent), field_(new QLineEdit), list_(new QListWidget) {
  setObjectName(QStringLiteral("commandPalette"));
  setProperty("card", true);
  setProperty("overlay", true);
  field_->setPlaceholderText(tr("What do you want to do?"));
  field_->setAccessibleName(tr("Search commands"));
  field_->installEventFilter(this);
  list_->setAccessibleName(tr("Commands"));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setFrameShape(QFrame::NoFrame);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme::kSpacing, theme::kSpacing, theme::kSpacing, theme::kSpacing);
  column->setSpacing(theme::kSpacing);
  column->addWidget(field_);
  column->addWidget(list_, 1);
  auto* shadow = new QGraphicsDropShadowEffect(this);
  shadow->setBlurRadius(kShadow);
  shadow->setOffset(0, theme::kSpacing);
  setGraphicsEffect(shadow);
  connect(field_, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(list_, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
  hide();
}

void CommandPalette::open(const QList<QAction*>& commands) {
  commands_ = commands;
  before_ = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : parentWidget();
  const int width = std::min(kWidth, parentWidget()->width() - 2 * theme::kMargin);
  const int height = std::min(kHeight, parentWidget()->height() - kFromTop - theme::kMargin);
  setGeometry((parentWidget()->width() - width) / 2, kFromTop, width, height);
  field_->clear();
  filter();
  show();
  raise();
  field_->setFocus();
}

void CommandPalette::filter() {
  const QStringList words = field_->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  list_->clear();
  for (int i = 0; i < commands_.size(); ++i) {
    const QAction& action = *commands_[i];
    if (!action.isEnabled() || action.isSeparator() || !holdsAll(nameOf(action), words)) continue;
    const QString keys = keysOf(action);
    auto* item = new QListWidgetItem(keys.isEmpty() ? nameOf(action) : tr("%1   (%2)", "command, its key").arg(nameOf(action), keys), list_);
    item->setData(Qt::UserRole, i);
  }
  list_->setCurrentRow(0);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusOut && before_) {
    shut();
  } else if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();  // else a page's own Escape would act too
  } else if (event->type() == QEvent::KeyPress) {
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Up:
      case Qt::Key_Down:
      case Qt::Key_PageUp:
      case Qt::Key_PageDown: QApplication::sendEvent(list_, event); return true;
      case Qt::Key_Return:
      case Qt::Key_Enter: runCurrent(); return true;
      case Qt::Key_Escape: shut(); return true;
      default: break;
    }
  }
  return QFrame::eventFilter(watched, event);
}

void CommandPalette::runCurrent() {
  const QListWidgetItem* item = list_->currentItem();
  if (item == nullptr) return;
  QAction* action = commands_[item->data(Qt::UserRole).toInt()];
  shut();
  action->trigger();
}

void CommandPalette::shut() {
  const QPointer<QWidget> before = std::exchange(before_, nullptr);  // first: giving the keys back comes here again
  hide();
  if (before) before->setFocus();
}

}  // namespace likeness::ui
