// Small makers for the widgets that the views of the Teach page share, so that they look and read alike.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QString>

namespace likeness::ui::parts {

QLabel* title(const QString& text);
/// A title with the subject's name in it, however long: takes any width.
QLabel* subjectTitle();
QLabel* heading(const QString& text);
QLabel* caption(const QString& text = {});  // wraps
QPushButton* button(const QString& objectName, const QString& text, const QString& icon = {});
/// A card without a layout.
QFrame* card();

}  // namespace likeness::ui::parts
