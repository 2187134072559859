#include "ui/widgets/theme_sheet.h"

#include <utility>

#include "ui/widgets/theme.h"

namespace likeness::ui::theme {
namespace {

const char* const kTexts = R"(
QToolTip { color: @text; background: @raised; border: 1px solid @line; padding: 4px; }
QFrame[card="true"] { background: @surface; border: 1px solid @line; border-radius: @radiuspx; }
QLabel[role="title"] { font-size: 15pt; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="caption"] { color: @muted; }
QFrame[notice="info"] { border-left: 3px solid @accent; }
QFrame[notice="warning"] { border-left: 3px solid @warning; }
QFrame[notice="error"] { border-left: 3px solid @bad; }
QFrame#teachDropArea { border: 2px dashed @faint; border-radius: 12px; background: @surface; }
QLabel#teachDropHint { background: @raised; border: 3px solid @accent; border-radius: 12px; color: @text; font-size: 18pt;
  font-weight: 600; }
QLabel[picture="true"] { background: @background; border-radius: 3px; }
likeness--ui--PictureGrid { background: @background; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @line; }
QStatusBar::item { border: none; }
QStatusBar { border-top: 1px solid @line; }
QProgressBar { border: none; border-radius: 3px; background: @raised; }
QProgressBar::chunk { border-radius: 3px; background: @accent; }
)";

const char* const kFrames = R"(
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @muted; padding: 6px 12px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover, QTabBar::tab:selected { color: @text; }
QTabBar::tab:selected { border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }
likeness--ui--SampleMatrix, likeness--ui--SampleMatrix QTableCornerButton::section { background: transparent; border: none; }
likeness--ui--SampleMatrix QHeaderView { background: transparent; }
likeness--ui--SampleMatrix QHeaderView::section { background: transparent; border: none; padding: 3px; color: @text; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
)";

const char* const kButtons = R"(
QPushButton { min-height: 20px; padding: 4px 12px; border: 1px solid @line; border-radius: 4px; background: @raised; color: @text; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @line; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @disabled; background: @surface; }
likeness--ui--SubjectChips QPushButton:checked { border-color: @accent; }
QToolButton[framed="true"] { border: 1px solid @line; border-radius: 4px; padding: 3px; background: @surface; }
QToolButton[framed="true"]:hover { background: @raised; }
QToolButton[framed="true"]:focus { border-color: @text; }
QToolButton[framed="true"]:checked { background: @line; border-color: @accent; }
QPushButton[primary="true"] { background: @accent; color: @onaccent; border-color: @accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @lighteraccent; }
QPushButton[primary="true"]:pressed { background: @darkeraccent; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @surface; color: @disabled; border-color: @line; }
)";

const char* const kFields = R"(
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  border: 1px solid @line; border-radius: 4px; background: @surface;
  selection-background-color: @accent; selection-color: @onaccent; }
QLineEdit, QComboBox { min-height: 20px; padding: 3px 6px; }
QAbstractSpinBox { min-height: 20px; padding: 3px 2px 3px 6px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QComboBox { background: @raised; }
QComboBox:editable { background: @surface; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @disabled; background: @background; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/control-down@tone.svg); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url(:/icons/control-down-off.svg); }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @line;
  selection-background-color: @accent; selection-color: @onaccent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; background: transparent; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @line; }
QAbstractSpinBox::up-arrow { image: url(:/icons/control-up@tone.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/control-down@tone.svg); width: 12px; height: 12px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url(:/icons/control-up-off.svg); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: url(:/icons/control-down-off.svg); }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @faint; border-radius: 3px; background: @surface; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/control-check@tone.svg); }
QCheckBox::indicator:disabled { border-color: @line; background: @background; }
QCheckBox::indicator:checked:disabled { background: @disabled; border-color: @line; }
)";

}  // namespace

QString themeSheet() {
  QString sheet = QString::fromLatin1(kTexts) + QString::fromLatin1(kFrames) + QString::fromLatin1(kButtons) + QString::fromLatin1(kFields);
  const std::pair<const char*, QString> values[] = {{"@lighteraccent", accent().lighter(108).name()},
                                                    {"@darkeraccent", accent().darker(112).name()},
                                                    {"@accent", accent().name()},
                                                    {"@onaccent", accentText().name()},
                                                    {"@text", text().name()},
                                                    {"@muted", mutedText().name()},
                                                    {"@disabled", disabledText().name()},
                                                    {"@surface", surface().name()},
                                                    {"@raised", raised().name()},
                                                    {"@background", background().name()},
                                                    {"@hover", line().name()},
                                                    {"@warning", warning().name()},
                                                    {"@bad", bad().name()},
                                                    {"@tone", QLatin1String(scheme() == Scheme::light ? "-light" : "")},
                                                    {"@line", line().name()},
                                                    {"@faint", strongLine().name()},
                                                    {"@radius", QString::number(kRadius)}};
  for (const auto& [name, value] : values) sheet.replace(QLatin1String(name), value);
  return sheet;
}

}  // namespace likeness::ui::theme
