#include "ui/widgets/two_line_button.h"

#include <QPainter>
#include <QPaintEvent>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kPadding = 8;
constexpr int kMark = 20;  // room for the tick of the chosen row

}  // namespace

TwoLineButton::TwoLineButton(const QString& title, const QString& detail, QWidget* parent)
    : QAbstractButton(parent), detail_(detail), detailColor_(theme::mutedText()) {
  setText(title);
  setAccessibleName(title);
  setAccessibleDescription(detail);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

int TwoLineButton::heightForWidth(int width) const {
  const int room = width - 2 * kPadding - kMark;
  const QRect detail = fontMetrics().boundingRect(0, 0, room, 10000, Qt::TextWordWrap, detail_);
  return fontMetrics().height() + detail.height() + 2 * kPadding;
}

QSize TwoLineButton::sizeHint() const {
  const int width = 240;
  return {width, heightForWidth(width)};
}

QSize TwoLineButton::minimumSizeHint() const { return {160, 2 * fontMetrics().height() + 2 * kPadding}; }

void TwoLineButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF ground = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  const bool lit = isEnabled() && (underMouse() || isDown());
  painter.setBrush(lit || isChecked() ? theme::raised() : Qt::transparent);
  painter.setPen(hasFocus() ? theme::accent() : Qt::transparent);
  painter.drawRoundedRect(ground, theme::kRadius, theme::kRadius);

  const QRect inside = rect().adjusted(kPadding + kMark, kPadding, -kPadding, -kPadding);
  if (isChecked()) theme::icon(QStringLiteral("check")).paint(&painter, QRect(kPadding - 2, kPadding, 16, fontMetrics().height()));
  painter.setPen(isEnabled() ? theme::text() : theme::mutedText());
  painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop, fontMetrics().elidedText(text(), Qt::ElideMiddle, inside.width()));
  painter.setPen(detailColor_);
  painter.drawText(inside.adjusted(0, fontMetrics().height(), 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, detail_);
}

}  // namespace likeness::ui
