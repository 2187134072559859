// A finished picture's particulars as compact JSON and back, for the picture index: it must make the picture again after a restart.
// The option fields are the ones that engine/api lists, so a new one is kept without a change here. Numbers and 64-bit seeds come
// back exactly. Pure functions, any thread.
#pragma once

#include <optional>

#include <QByteArray>
#include <QJsonObject>

#include "engine/api/events.h"

namespace likeness::ui {

QJsonObject requestToJson(const api::Generate& request);
api::Generate requestFromJson(const QJsonObject& object);

QByteArray pictureToJson(const api::PictureInfo& picture);

/// Nothing for bytes that are no JSON object; a field left out keeps its default.
std::optional<api::PictureInfo> pictureFromJson(const QByteArray& json);

}  // namespace likeness::ui
