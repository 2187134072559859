#include "tests/support/look_check.h"

#include <algorithm>
#include <cmath>

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QCoreApplication>
#include <QHash>
#include <QImage>
#include <QLabel>
#include <QMainWindow>
#include <QSizeGrip>
#include <QSplitterHandle>
#include <QStyleOptionComboBox>
#include <QTextDocumentFragment>

namespace likeness::test {
namespace {

constexpr double kLeastContrast = 4.5;

double luminance(const QColor& color) {
  const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QString textOf(const QWidget& widget) {
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
    return Qt::mightBeRichText(label->text()) ? QTextDocumentFragment::fromHtml(label->text()).toPlainText() : label->text();
  }
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) return button->text();
  if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) return combo->currentText();
  return {};
}

QString nameOf(const QWidget& widget) {
  return QStringLiteral("%1 '%2' \"%3\"").arg(QLatin1String(widget.metaObject()->className()), widget.objectName(), textOf(widget));
}

bool isClipped(const QWidget& widget) {
  if (textOf(widget).isEmpty() || widget.property("elides").toBool()) return false;
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
    if (label->wordWrap()) return label->heightForWidth(label->width()) > label->height() + 1;
    return label->sizeHint().width() > label->width() + 1 || label->sizeHint().height() > label->height() + 1;
  }
  if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
    QStyleOptionComboBox option;
    option.initFrom(combo);
    option.editable = combo->isEditable();
    const QRect field = combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo);
    return combo->fontMetrics().horizontalAdvance(combo->currentText()) > field.width();
  }
  return widget.sizeHint().width() > widget.width() + 1 || widget.fontMetrics().height() > widget.height();
}

/// The colour that most of the widget's area shows.
QColor groundOf(const QImage& window, const QRect& area) {
  QHash<QRgb, int> counts;
  const QRect inside = area.intersected(window.rect());
  for (int y = inside.top(); y <= inside.bottom(); ++y) {
    for (int x = inside.left(); x <= inside.right(); ++x) ++counts[window.pixel(x, y)];
  }
  QRgb most = 0;
  int best = 0;
  for (auto each = counts.cbegin(); each != counts.cend(); ++each) {
    if (each.value() > best) best = each.value(), most = each.key();
  }
  return QColor(most);
}

bool isArranged(const QWidget& widget) {
  return widget.isVisible() && !widget.isWindow() && !widget.property("overlay").toBool() && !qobject_cast<const QSizeGrip*>(&widget) &&
         !qobject_cast<const QSplitterHandle*>(&widget) && !widget.size().isEmpty();
}

void findOverlaps(const QWidget& parent, QStringList& problems) {
  QList<const QWidget*> children;
  for (const QObject* child : parent.children()) {
    const auto* widget = qobject_cast<const QWidget*>(child);
    if (widget != nullptr && isArranged(*widget)) children.append(widget);
  }
  for (int i = 0; i < children.size(); ++i) {
    const QWidget& first = *children[i];
    if (!parent.rect().adjusted(-1, -1, 1, 1).contains(first.geometry())) {
      problems.append(QStringLiteral("cut off: %1 in %2").arg(nameOf(first), nameOf(parent)));
    }
    for (int j = i + 1; j < children.size(); ++j) {
      const QRect common = first.geometry().intersected(children[j]->geometry());
      if (common.width() > 1 && common.height() > 1) {
        problems.append(QStringLiteral("overlap: %1 and %2").arg(nameOf(first), nameOf(*children[j])));
      }
    }
  }
}

/// Scroll areas and own-painted composites arrange their inner parts themselves.
bool arrangesItself(const QWidget& widget) {
  return qobject_cast<const QAbstractScrollArea*>(&widget) || qobject_cast<const QComboBox*>(&widget) ||
         widget.objectName() == QLatin1String("qt_scrollarea_viewport") || widget.inherits("QAbstractSpinBox") ||
         widget.inherits("QLineEdit") || widget.inherits("QTabBar");
}

void check(QWidget& widget, QWidget& page, const QImage& drawn, QStringList& problems) {
  if (isClipped(widget)) problems.append(QStringLiteral("clipped: ") + nameOf(widget));
  const QRect area(widget.mapTo(&page, QPoint()), widget.size());
  if (!textOf(widget).isEmpty() && widget.isEnabled() && widget.visibleRegion().boundingRect().size() == widget.size()) {
    const QColor ink = widget.palette().color(QPalette::Active, widget.foregroundRole());
    const double ratio = contrast(ink, groundOf(drawn, area));
    if (ratio < kLeastContrast) problems.append(QStringLiteral("contrast %1: %2").arg(ratio, 0, 'f', 2).arg(nameOf(widget)));
  }
  if (!arrangesItself(widget)) findOverlaps(widget, problems);
}

}  // namespace

double contrast(const QColor& a, const QColor& b) {
  const double first = luminance(a);
  const double second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QStringList lookProblems(QWidget& page) {
  QStringList problems;
  QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);  // texts that changed a moment ago
  QImage drawn = page.grab().toImage().convertToFormat(QImage::Format_RGB32);
  if (drawn.devicePixelRatio() != 1) drawn = drawn.scaled(page.size());
  check(page, page, drawn, problems);
  for (QWidget* widget : page.findChildren<QWidget*>()) {
    if (widget->isVisibleTo(&page) && widget->window() == page.window()) check(*widget, page, drawn, problems);
  }
  return problems;
}

}  // namespace likeness::test
