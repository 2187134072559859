#include "ui/widgets/flow_layout.h"

#include <algorithm>

namespace likeness::ui {

FlowLayout::FlowLayout(QWidget* parent, int gap) : QLayout(parent), gap_(gap) { setContentsMargins(0, 0, 0, 0); }

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : items_) delete item;
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item != nullptr) items_.erase(items_.begin() + index);
  return item;
}

int FlowLayout::heightForWidth(int width) const { return arrange({0, 0, width, 0}, Mode::measure); }

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : items_) size = size.expandedTo(item->minimumSize());
  return size.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& rectangle) {
  QLayout::setGeometry(rectangle);
  arrange(rectangle, Mode::place);
}

int FlowLayout::arrange(const QRect& rectangle, Mode mode) const {
  const QRect area = rectangle.marginsRemoved(contentsMargins());
  QPoint at = area.topLeft();
  int lineHeight = 0;
  for (QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    QSize size = item->sizeHint().expandedTo(item->minimumSize());
    size.setWidth(std::min(size.width(), area.width()));
    if (at.x() > area.x() && at.x() + size.width() > area.x() + area.width()) {
      at = {area.x(), at.y() + lineHeight + gap_};
      lineHeight = 0;
    }
    if (mode == Mode::place) item->setGeometry({at, size});
    at.rx() += size.width() + gap_;
    lineHeight = std::max(lineHeight, size.height());
  }
  return at.y() + lineHeight - area.y() + contentsMargins().top() + contentsMargins().bottom();
}

}  // namespace likeness::ui
