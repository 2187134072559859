// Colours, spacing and icons of the window: Fusion with a neutral grey palette, dark or light, so that pictures are judged against grey.
// Every own-painted widget takes its colours here; text on its background keeps a contrast of at least 4.5:1.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

class QApplication;

namespace likeness::ui::theme {

inline constexpr int kSpacing = 8;  // between related controls
inline constexpr int kMargin = 16;  // around a page or card
inline constexpr int kRadius = 6;   // of cards and tiles

enum class Scheme { dark, light };

QColor background();  // behind pages
QColor sunken();      // behind pictures, the rail
QColor surface();     // cards, fields
QColor raised();      // hovered, selected ground
QColor line();        // hairlines and borders
QColor strongLine();  // of what must be seen: check boxes, dashed places
QColor text();
QColor mutedText();     // captions; still 4.5:1 on raised()
QColor disabledText();  // of controls that cannot be used now
QColor accent();        // the one accent: primary buttons, the subject's loss
QColor accentText();    // on accent()
QColor second();        // the class pictures' loss
QColor third();         // probes
QColor good();
QColor warning();
QColor bad();

/// Fusion, palette, fonts and the small style sheet. Call once after QApplication is made. Dynamic properties that it knows:
/// QPushButton "primary" (true), QFrame "card" (true), QLabel "role" ("title", "heading", "caption"),
/// QFrame "notice" ("info", "warning", "error"), QLabel "picture" (true).
void apply(QApplication& application);

/// Dark until said otherwise. What is on screen follows at once; a widget that keeps a colour of its own must not.
Scheme scheme();
void setScheme(QApplication& application, Scheme scheme);

/// Own monochrome SVG from resources/icons (compiled in), tinted from the palette, with a dimmer disabled state.
/// Names: teach, make, library, add, remove, play, pause, stop, dice, lock, unlock, folder, check, warning, error, photo, sample, save,
/// zoom-in, zoom-out, zoom-fit, copy, reload, info, compare, queue, settings, heart, heart-full, star, star-full, trash, up, down.
QIcon icon(const QString& name);

}  // namespace likeness::ui::theme
