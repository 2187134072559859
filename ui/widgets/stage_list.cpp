#include "ui/widgets/stage_list.h"

#include <algorithm>

#include <QEvent>
#include <QPainter>

#include "ui/widgets/theme.h"
#include "ui/widgets/tinted_icon.h"

namespace likeness::ui {

namespace {

constexpr int kMark = 16;
constexpr int kGap = 6;
constexpr int kBetween = 22;
constexpr int kLeastBetween = 10;
constexpr int kRounding = 2;  // advances are rounded, elision is not

}  // namespace

StageList::StageList(const QStringList& stages, QWidget* parent) : QWidget(parent), stages_(stages) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setProperty("elides", true);
  setCurrent(0);
}

void StageList::setCurrent(int current) {
  current_ = current;
  QStringList words;
  for (int i = 0; i < stages_.size(); ++i)
    words << (i < current ? tr("%1: done") : i == current ? tr("%1: now") : tr("%1: to come")).arg(stages_[i]);
  setAccessibleName(tr("Stages"));
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  setToolTip(words.join(QLatin1Char('\n')));
  update();
}

QSize StageList::sizeHint() const {
  int width = 0;
  for (const QString& stage : stages_) width += kMark + kGap + fontMetrics().horizontalAdvance(stage) + kRounding + kBetween;
  return {width, std::max(kMark, fontMetrics().height()) + 4};
}

void StageList::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) updateGeometry();
  QWidget::changeEvent(event);
}

void StageList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const int count = std::max(1, static_cast<int>(stages_.size()));
  const int shortOf = (std::max(0, sizeHint().width() - width()) + count - 1) / count;
  const int between = std::max(kLeastBetween, kBetween - shortOf);
  const int cut = std::max(0, shortOf - (kBetween - between));
  int left = 0;
  for (int i = 0; i < stages_.size(); ++i) {
    const QRect mark(left, (height() - kMark) / 2, kMark, kMark);
    if (i < current_) {
      painter.drawPixmap(mark, tintedIcon(QStringLiteral("check"), kMark, theme::good(), devicePixelRatioF()));
    } else {
      painter.setPen(QPen(i == current_ ? theme::accent() : theme::mutedText(), 1.5));
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(QRectF(mark).adjusted(3, 3, -3, -3));
      if (i == current_) {
        painter.setBrush(theme::accent());
        painter.drawEllipse(QRectF(mark).adjusted(6, 6, -6, -6));
      }
    }
    const int room = fontMetrics().horizontalAdvance(stages_[i]) + kRounding - cut;
    painter.setPen(i == current_ ? theme::text() : theme::mutedText());
    const QString text = fontMetrics().elidedText(stages_[i], Qt::ElideRight, std::max(0, room));
    painter.drawText(QRect(mark.right() + kGap, 0, std::max(0, room), height()), Qt::AlignVCenter | Qt::AlignLeft, text);
    left = mark.right() + kGap + room + between;
  }
}

}  // namespace likeness::ui
