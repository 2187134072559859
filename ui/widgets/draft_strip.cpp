#include "ui/widgets/draft_strip.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kGap = 4, kWantedTile = 40, kLeastTiles = 7;

QString numberOf(double value) { return QLocale().toString(value, 'f', value == std::floor(value) ? 0 : 1); }

}  // namespace

DraftStrip::DraftStrip(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Drafts over the guidance"));
}

void DraftStrip::showDrafts(std::vector<Draft> drafts) {
  drafts_ = std::move(drafts);
  update();
}

void DraftStrip::setChosen(double value) {
  chosen_ = value;
  update();
}

QSize DraftStrip::sizeHint() const { return {kLeastTiles * (kWantedTile - kGap), kWantedTile + fontMetrics().height() + kGap}; }

QRect DraftStrip::tile(int index) const {
  const int count = std::max(1, static_cast<int>(drafts_.size()));
  const int step = (width() + kGap) / count;
  const int side = std::min(step - kGap, height() - fontMetrics().height() - kGap);
  return {index * step + (step - kGap - side) / 2, 0, side, side};
}

int DraftStrip::tileAt(QPoint point) const {
  const int count = static_cast<int>(drafts_.size());
  if (count == 0 || !rect().contains(point)) return -1;
  return std::clamp(point.x() * count / std::max(1, width()), 0, count - 1);
}

int DraftStrip::nearest() const {
  const auto best = std::min_element(drafts_.begin(), drafts_.end(), [this](const Draft& a, const Draft& b) {
    return std::abs(a.value - chosen_) < std::abs(b.value - chosen_);
  });
  return best == drafts_.end() ? -1 : static_cast<int>(best - drafts_.begin());
}

void DraftStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const int marked = nearest();
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.9);
  painter.setFont(small);
  for (int i = 0; i < static_cast<int>(drafts_.size()); ++i) {
    const Draft& draft = drafts_[static_cast<std::size_t>(i)];
    const QRect place = tile(i);
    if (draft.image.isNull()) {
      painter.fillRect(place, theme::surface());
    } else {
      QRect picture(QPoint(), draft.image.size().scaled(place.size(), Qt::KeepAspectRatio));
      picture.moveCenter(place.center());
      painter.drawImage(picture, draft.image);
    }
    if (i == marked) {
      painter.setPen(QPen(theme::accent(), hasFocus() ? 3 : 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(place.adjusted(0, 0, -1, -1));
    }
    painter.setPen(i == marked ? theme::text() : theme::mutedText());
    painter.drawText(QRect(place.left() - kGap, place.bottom() + 2, place.width() + 2 * kGap, fontMetrics().height()), Qt::AlignCenter,
                     numberOf(draft.value));
  }
}

void DraftStrip::mousePressEvent(QMouseEvent* event) {
  const int index = tileAt(event->pos());
  if (index >= 0) Q_EMIT valueChosen(drafts_[static_cast<std::size_t>(index)].value);
}

void DraftStrip::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
  const int next = nearest() + step;
  if (step == 0) return QWidget::keyPressEvent(event);
  if (next >= 0 && next < static_cast<int>(drafts_.size())) Q_EMIT valueChosen(drafts_[static_cast<std::size_t>(next)].value);
}

bool DraftStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto& help = static_cast<QHelpEvent&>(*event);
  const int index = tileAt(help.pos());
  if (index >= 0) {
    const QString number = numberOf(drafts_[static_cast<std::size_t>(index)].value);
    QToolTip::showText(help.globalPos(), tr("Draft with guidance %1; a click chooses it").arg(number), this);
  }
  return true;
}

}  // namespace likeness::ui
