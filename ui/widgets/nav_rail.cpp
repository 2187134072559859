#include "ui/widgets/nav_rail.h"

#include <algorithm>

#include <QButtonGroup>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kWidth = 88;
constexpr int kButtonHeight = 64;
constexpr int kMostShown = 99;

/// A rail button: raised when hovered or chosen, with the accent at the window's edge when chosen.
class RailButton : public QToolButton {
 public:
  using QToolButton::QToolButton;

  void setBadge(int number) {
    if (number == badge_) return;
    badge_ = number;
    setAccessibleDescription(number > 0 ? NavRail::tr("%n in the queue", nullptr, number) : QString());
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || underMouse()) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(isChecked() ? theme::raised() : theme::surface());
      painter.drawRoundedRect(rect().adjusted(6, 2, -6, -2), theme::kRadius, theme::kRadius);
    }
    if (isChecked()) painter.fillRect(QRect(0, height() / 2 - 14, 3, 28), theme::accent());
    if (hasFocus()) {
      painter.setPen(theme::accent());
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rect()).adjusted(6.5, 2.5, -6.5, -2.5), theme::kRadius, theme::kRadius);
    }
    const int side = iconSize().width();
    icon().paint(&painter, QRect((width() - side) / 2, 10, side, side));
    painter.setPen(isChecked() ? theme::text() : theme::mutedText());
    painter.drawText(QRect(0, 10 + side, width(), height() - side - 14), Qt::AlignCenter, text());
    if (badge_ > 0) paintBadge(painter);
  }

 private:
  void paintBadge(QPainter& painter) {
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    small.setBold(true);
    painter.setFont(small);
    const QString number = badge_ > kMostShown ? QStringLiteral("%1+").arg(kMostShown) : QString::number(badge_);
    const int tall = painter.fontMetrics().height();
    const QRect place(width() / 2 + 6, 6, std::max(tall, painter.fontMetrics().horizontalAdvance(number) + tall / 2), tall);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::accent());
    painter.drawRoundedRect(place, tall / 2.0, tall / 2.0);
    painter.setPen(theme::accentText());
    painter.drawText(place, Qt::AlignCenter, number);
  }

  int badge_ = 0;
};

}  // namespace

NavRail::NavRail(QWidget* parent) : QWidget(parent), buttons_(new QButtonGroup(this)), layout_(new QVBoxLayout(this)) {
  setFixedWidth(kWidth);
  layout_->setContentsMargins(0, theme::kSpacing, 0, theme::kSpacing);
  layout_->setSpacing(theme::kSpacing / 2);
  layout_->addStretch();
  connect(buttons_, &QButtonGroup::idClicked, this, &NavRail::pageChosen);
}

void NavRail::addPage(int page, const QString& iconName, const QString& text, const QString& tip) {
  auto* button = new RailButton(this);
  button->setObjectName(iconName);
  button->setIcon(theme::icon(iconName));
  button->setIconSize(QSize(26, 26));
  button->setText(text);
  button->setToolTip(tip);
  button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  button->setCheckable(true);
  button->setFocusPolicy(Qt::TabFocus);  // a click leaves the keys with the page
  button->setFixedSize(kWidth, kButtonHeight);
  button->setCursor(Qt::PointingHandCursor);
  buttons_->addButton(button, page);
  layout_->insertWidget(layout_->count() - 1, button);
}

void NavRail::setBadge(int page, int number) {
  if (auto* button = static_cast<RailButton*>(buttons_->button(page))) button->setBadge(number);
}

void NavRail::setCurrent(int page) {
  if (QAbstractButton* button = buttons_->button(page)) button->setChecked(true);
}

void NavRail::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme::sunken());
  painter.fillRect(QRect(width() - 1, 0, 1, height()), theme::line());
}

}  // namespace likeness::ui
