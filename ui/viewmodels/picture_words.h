// A picture's parameters in an artist's words, for the details panel and for other programs.
// Free functions on plain values; numbers in the reader's locale.
#pragma once

#include <utility>
#include <vector>

#include <QString>

#include "engine/api/events.h"

namespace likeness::ui {

/// "Guidance", "7.5" and so on, in the order they are read. Empty when only the file is known.
std::vector<std::pair<QString, QString>> pictureWords(const api::PictureInfo& picture);

/// For the clipboard: the text that other programs read, else the lines of pictureWords().
QString pictureText(const api::PictureInfo& picture);

/// "DPM++ 2M" for "dpmpp_2m"; an unknown name as it is.
QString samplerName(const QString& sampler);
QString scheduleName(const QString& schedule);

}  // namespace likeness::ui
