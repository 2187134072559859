#include "ui/widgets/memory_bar.h"

#include <algorithm>

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/theme.h"

namespace likeness::ui {

MemoryBar::MemoryBar(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }

void MemoryBar::setUse(const MemoryUse& use) {
  use_ = use;
  update();
}

QSize MemoryBar::sizeHint() const { return {120, 10}; }

void MemoryBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath outline;
  outline.addRoundedRect(QRectF(rect()), 4, 4);
  painter.setClipPath(outline);
  painter.fillRect(rect(), theme::raised());
  if (use_.total == 0) return;
  const auto widthOf = [&](std::uint64_t part) {
    return width() * std::min(1.0, static_cast<double>(part) / static_cast<double>(use_.total));
  };
  const double ours = use_.ours > 0 ? std::max(2.0, widthOf(use_.ours)) : 0;
  painter.fillRect(QRectF(0, 0, ours, height()), theme::accent());
  painter.fillRect(QRectF(ours, 0, widthOf(use_.others), height()), theme::strongLine());
}

QString bytesText(std::uint64_t bytes) {
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < (1ULL << 30) ? 0 : 1, QLocale::DataSizeTraditionalFormat);
}

}  // namespace likeness::ui
