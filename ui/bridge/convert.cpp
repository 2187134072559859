#include "ui/bridge/convert.h"

#include <cstring>

#include "engine/base/places.h"

namespace likeness::ui {

QImage toQImage(const api::SharedPixels& pixels) {
  if (!pixels || pixels->width <= 0 || pixels->height <= 0) return {};
  const auto rowBytes = static_cast<std::size_t>(pixels->width) * 3;
  if (pixels->rgb.size() < rowBytes * static_cast<std::size_t>(pixels->height)) return {};
  QImage image(pixels->width, pixels->height, QImage::Format_RGB888);
  if (image.isNull()) return {};
  for (int y = 0; y < pixels->height; ++y) {
    std::memcpy(image.scanLine(y), pixels->rgb.data() + static_cast<std::size_t>(y) * rowBytes, rowBytes);
  }
  return image;
}

QString homeFolder() { return toQString(data_home().string()); }
QString picturesFolder() { return toQString(pictures_folder().string()); }
QString resourcesFolder() { return toQString(resources_folder().string()); }

}  // namespace likeness::ui
