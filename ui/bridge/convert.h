// Standard types to Qt types and back, for everything that crosses the bridge: texts are UTF-8, pictures share no memory.
#pragma once

#include <string>

#include <QImage>
#include <QString>

#include "engine/api/types.h"

namespace likeness::ui {

inline QString toQString(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
inline std::string toStdString(const QString& text) { return text.toStdString(); }

/// A null image for null pixels.
QImage toQImage(const api::SharedPixels& pixels);

/// The user's data folder ($LIKENESS_HOME or the platform's), the pictures folder, and the resources that ship with the program.
QString homeFolder();
QString picturesFolder();
QString resourcesFolder();

}  // namespace likeness::ui
