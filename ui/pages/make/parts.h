// Small makers that the panels of the Make page share, so that they look alike.
#pragma once

#include <QLabel>
#include <QVBoxLayout>

namespace likeness::ui::make {

inline QLabel* caption(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", QStringLiteral("caption"));
  return label;
}

/// A caption above a field, closer to it than to what stands before.
inline QVBoxLayout* captioned(const QString& name, QWidget* field) {
  auto* pair = new QVBoxLayout;
  pair->setSpacing(3);
  QLabel* label = caption(name);
  label->setBuddy(field);
  pair->addWidget(label);
  pair->addWidget(field);
  pair->addStretch(1);
  return pair;
}

/// Setting a box to the number it has would rewrite what is being typed.
template <class Box, class Value>
void showValue(Box& box, Value value) {
  if (box.value() != value) box.setValue(value);
}

}  // namespace likeness::ui::make
