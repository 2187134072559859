// What files dragged over the window are: pictures, with or without their own settings, or weights. By names and a look at their bytes.
#pragma once

#include <QStringList>

class QMimeData;

namespace likeness::ui {

/// The local files and folders among what is dragged.
QStringList localFiles(const QMimeData& data);

/// By their endings.
bool isPicture(const QString& file);
bool isWeights(const QString& file);

/// Whether a PNG, JPEG or WebP says how it was made: text of a program that makes pictures stands near its start or end.
bool holdsSettings(const QString& file);

}  // namespace likeness::ui
