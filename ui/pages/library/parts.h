// Small makers for the labels and cards that the parts of the Library page share, so that they look alike.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QString>

namespace likeness::ui::library {

inline QLabel* label(const QString& text, const QString& role) {
  auto* made = new QLabel(text);
  made->setProperty("role", role);
  made->setTextFormat(Qt::PlainText);
  return made;
}

inline QLabel* title(const QString& text = {}) { return label(text, QStringLiteral("title")); }
inline QLabel* heading(const QString& text = {}) { return label(text, QStringLiteral("heading")); }
inline QLabel* caption(const QString& text = {}) { return label(text, QStringLiteral("caption")); }

}  // namespace likeness::ui::library
