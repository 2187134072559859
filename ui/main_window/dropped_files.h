// What files dragged over the window are: photos to teach from, or one picture that carries its own settings.
#pragma once

#include <QStringList>

class QMimeData;

namespace likeness::ui {

/// The local files and folders among what is dragged.
QStringList localFiles(const QMimeData& data);

/// Whether the file is a PNG that says how it was made (its text chunks, looked for near the start of the file).
bool holdsSettings(const QString& file);

}  // namespace likeness::ui
