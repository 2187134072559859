#include "ui/widgets/notice_bar.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/icon_label.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kMost = 4;  // older ones give way
constexpr std::size_t kMostButtons = 3;

QString iconName(Notice::Kind kind) {
  switch (kind) {
    case Notice::Kind::info: return QStringLiteral("info");
    case Notice::Kind::warning: return QStringLiteral("warning");
    case Notice::Kind::error: return QStringLiteral("error");
  }
  return {};
}

QLabel* makeText(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setObjectName(QStringLiteral("text"));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

}  // namespace

NoticeBar::NoticeBar(QWidget* parent) : QWidget(parent), layout_(new QVBoxLayout(this)) {
  layout_->setContentsMargins(theme::kMargin, theme::kSpacing, theme::kMargin, 0);
  layout_->setSpacing(theme::kSpacing);
  hide();
}

void NoticeBar::show(const Notice& notice) {
  if (!notice.id.isEmpty()) close(notice.id);
  while (layout_->count() >= kMost) remove(layout_->itemAt(0)->widget());
  auto* item = new QFrame(this);
  item->setObjectName(notice.id);
  item->setProperty("card", true);
  item->setProperty("notice", iconName(notice.kind));
  item->setAccessibleName(notice.text);
  auto* row = new QHBoxLayout(item);
  row->setContentsMargins(theme::kSpacing + 4, theme::kSpacing, theme::kSpacing, theme::kSpacing);
  row->setSpacing(theme::kSpacing);
  row->addWidget(new IconLabel(iconName(notice.kind), 20, theme::text, item));
  row->addWidget(makeText(notice.text, item), 1);
  for (std::size_t i = 0; i < notice.buttons.size() && i < kMostButtons; ++i) {
    auto* button = new QPushButton(notice.buttons[i].text, item);
    button->setProperty("primary", i == 0);
    connect(button, &QPushButton::clicked, this, [this, item, run = notice.buttons[i].run] {
      remove(item);
      if (run) run();
    });
    row->addWidget(button);
  }
  auto* cross = new QToolButton(item);
  cross->setObjectName(QStringLiteral("close"));
  cross->setIcon(theme::icon(QStringLiteral("remove")));
  cross->setAutoRaise(true);
  cross->setToolTip(tr("Close this message"));
  cross->setAccessibleName(cross->toolTip());
  connect(cross, &QToolButton::clicked, this, [this, item] { remove(item); });
  row->addWidget(cross);
  layout_->addWidget(item);
  setVisible(true);
}

void NoticeBar::close(const QString& id) {
  if (QWidget* item = find(id)) remove(item);
}

bool NoticeBar::has(const QString& id) const { return find(id) != nullptr; }

QWidget* NoticeBar::find(const QString& id) const {
  for (int i = 0; i < layout_->count(); ++i) {
    if (layout_->itemAt(i)->widget()->objectName() == id) return layout_->itemAt(i)->widget();
  }
  return nullptr;
}

void NoticeBar::remove(QWidget* item) {
  layout_->removeWidget(item);
  item->hide();
  item->deleteLater();
  if (layout_->count() == 0) hide();
}

}  // namespace likeness::ui
