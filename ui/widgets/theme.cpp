#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFont>
#include <QStyleFactory>

#include "ui/widgets/icon_engine.h"
#include "ui/widgets/theme_sheet.h"

// A static library's resources are linked in only when asked for; the macro must stand outside of any namespace.
static void initializeIcons() { Q_INIT_RESOURCE(icons); }

namespace likeness::ui::theme {
namespace {

constexpr double kSmallestPointSize = 10;

QPalette palette() {
  QPalette p;
  p.setColor(QPalette::Window, background());
  p.setColor(QPalette::WindowText, text());
  p.setColor(QPalette::Base, surface());
  p.setColor(QPalette::AlternateBase, background().lighter(108));
  p.setColor(QPalette::ToolTipBase, raised());
  p.setColor(QPalette::ToolTipText, text());
  p.setColor(QPalette::PlaceholderText, mutedText());
  p.setColor(QPalette::Text, text());
  p.setColor(QPalette::Button, raised());
  p.setColor(QPalette::ButtonText, text());
  p.setColor(QPalette::BrightText, bad());
  p.setColor(QPalette::Light, raised().lighter(115));
  p.setColor(QPalette::Midlight, raised());
  p.setColor(QPalette::Mid, line());
  p.setColor(QPalette::Dark, background().darker(125));
  p.setColor(QPalette::Shadow, Qt::black);
  p.setColor(QPalette::Highlight, accent());
  p.setColor(QPalette::HighlightedText, accentText());
  p.setColor(QPalette::Link, accent());
  p.setColor(QPalette::LinkVisited, third());
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
    p.setColor(QPalette::Disabled, role, disabledText());
  }
  p.setColor(QPalette::Disabled, QPalette::Highlight, line());
  p.setColor(QPalette::Disabled, QPalette::Base, background());
  p.setColor(QPalette::Disabled, QPalette::Button, surface());
  return p;
}

}  // namespace

QColor background() { return QColor(0x22, 0x22, 0x22); }
QColor surface() { return QColor(0x2b, 0x2b, 0x2b); }
QColor raised() { return QColor(0x38, 0x38, 0x38); }
QColor line() { return QColor(0x4a, 0x4a, 0x4a); }
QColor text() { return QColor(0xe6, 0xe6, 0xe6); }
QColor mutedText() { return QColor(0xb0, 0xb0, 0xb0); }
QColor disabledText() { return QColor(0x96, 0x96, 0x96); }
QColor accent() { return QColor(0x6f, 0xb1, 0xf5); }
QColor accentText() { return QColor(0x12, 0x1a, 0x24); }
QColor second() { return QColor(0xe8, 0xa2, 0x5c); }
QColor third() { return QColor(0xbd, 0xa0, 0xea); }
QColor good() { return QColor(0x7f, 0xc9, 0x84); }
QColor warning() { return QColor(0xe8, 0xc5, 0x55); }
QColor bad() { return QColor(0xf2, 0x8b, 0x7d); }

void apply(QApplication& application) {
  initializeIcons();
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QApplication::setPalette(palette());
  QFont font = QApplication::font();
  if (font.pointSizeF() < kSmallestPointSize) font.setPointSizeF(kSmallestPointSize);
  QApplication::setFont(font);
  application.setStyleSheet(themeSheet());
}

QIcon icon(const QString& name) {
  static const bool initialized = (initializeIcons(), true);
  Q_UNUSED(initialized);
  return QIcon(new SvgIconEngine(name));
}

}  // namespace likeness::ui::theme
