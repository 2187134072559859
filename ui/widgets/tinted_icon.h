// One of our icons in a colour of its own, for marks that are not buttons: ticks, crosses, badges.
#pragma once

#include <QColor>
#include <QPixmap>
#include <QString>

namespace likeness::ui {

/// `size` in device-independent pixels.
QPixmap tintedIcon(const QString& name, int size, const QColor& color, double devicePixelRatio);

}  // namespace likeness::ui
