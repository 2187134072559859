#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFont>
#include <QStyleFactory>
#include <QWidget>

#include "ui/widgets/icon_engine.h"
#include "ui/widgets/theme_sheet.h"

// A static library's resources are linked in only when asked for; the macro must stand outside of any namespace.
static void initializeIcons() { Q_INIT_RESOURCE(icons); }

namespace likeness::ui::theme {
namespace {

constexpr double kSmallestPointSize = 10;

struct Colors {
  QColor background, sunken, surface, raised, line, strongLine, text, mutedText, disabledText;
  QColor accent, accentText, second, third, good, warning, bad;
};

const Colors kDark{.background = QColor(0x22, 0x22, 0x22),
                   .sunken = QColor(0x1e, 0x1e, 0x1e),
                   .surface = QColor(0x2b, 0x2b, 0x2b),
                   .raised = QColor(0x38, 0x38, 0x38),
                   .line = QColor(0x4a, 0x4a, 0x4a),
                   .strongLine = QColor(0x7e, 0x7e, 0x7e),
                   .text = QColor(0xe6, 0xe6, 0xe6),
                   .mutedText = QColor(0xb0, 0xb0, 0xb0),
                   .disabledText = QColor(0x96, 0x96, 0x96),
                   .accent = QColor(0x6f, 0xb1, 0xf5),
                   .accentText = QColor(0x12, 0x1a, 0x24),
                   .second = QColor(0xe8, 0xa2, 0x5c),
                   .third = QColor(0xbd, 0xa0, 0xea),
                   .good = QColor(0x7f, 0xc9, 0x84),
                   .warning = QColor(0xe8, 0xc5, 0x55),
                   .bad = QColor(0xf2, 0x8b, 0x7d)};

const Colors kLight{.background = QColor(0xec, 0xec, 0xec),
                    .sunken = QColor(0xdc, 0xdc, 0xdc),
                    .surface = QColor(0xf8, 0xf8, 0xf8),
                    .raised = QColor(0xe0, 0xe0, 0xe0),
                    .line = QColor(0xc2, 0xc2, 0xc2),
                    .strongLine = QColor(0x86, 0x86, 0x86),
                    .text = QColor(0x1c, 0x1c, 0x1c),
                    .mutedText = QColor(0x50, 0x50, 0x50),
                    .disabledText = QColor(0x6c, 0x6c, 0x6c),
                    .accent = QColor(0x1b, 0x5f, 0xa8),
                    .accentText = QColor(0xff, 0xff, 0xff),
                    .second = QColor(0x9a, 0x50, 0x0a),
                    .third = QColor(0x6f, 0x46, 0xb4),
                    .good = QColor(0x1d, 0x70, 0x2a),
                    .warning = QColor(0x7d, 0x58, 0x00),
                    .bad = QColor(0xb0, 0x26, 0x1c)};

Scheme chosen = Scheme::dark;

const Colors& colors() { return chosen == Scheme::dark ? kDark : kLight; }

QPalette palette() {
  QPalette p;
  p.setColor(QPalette::Window, background());
  p.setColor(QPalette::WindowText, text());
  p.setColor(QPalette::Base, surface());
  p.setColor(QPalette::AlternateBase, surface());
  p.setColor(QPalette::ToolTipBase, raised());
  p.setColor(QPalette::ToolTipText, text());
  p.setColor(QPalette::PlaceholderText, mutedText());
  p.setColor(QPalette::Text, text());
  p.setColor(QPalette::Button, raised());
  p.setColor(QPalette::ButtonText, text());
  p.setColor(QPalette::BrightText, bad());
  p.setColor(QPalette::Light, line());
  p.setColor(QPalette::Midlight, raised());
  p.setColor(QPalette::Mid, line());
  p.setColor(QPalette::Dark, sunken());
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

QColor background() { return colors().background; }
QColor sunken() { return colors().sunken; }
QColor surface() { return colors().surface; }
QColor raised() { return colors().raised; }
QColor line() { return colors().line; }
QColor strongLine() { return colors().strongLine; }
QColor text() { return colors().text; }
QColor mutedText() { return colors().mutedText; }
QColor disabledText() { return colors().disabledText; }
QColor accent() { return colors().accent; }
QColor accentText() { return colors().accentText; }
QColor second() { return colors().second; }
QColor third() { return colors().third; }
QColor good() { return colors().good; }
QColor warning() { return colors().warning; }
QColor bad() { return colors().bad; }

Scheme scheme() { return chosen; }

void setScheme(QApplication& application, Scheme scheme) {
  if (scheme == chosen) return;
  chosen = scheme;
  QApplication::setPalette(palette());
  application.setStyleSheet(themeSheet());
  for (QWidget* each : QApplication::allWidgets()) each->update();  // own-painted ones
}

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
