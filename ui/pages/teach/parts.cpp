#include "ui/pages/teach/parts.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/theme.h"

namespace likeness::ui::parts {

namespace {

QLabel* label(const QString& text, const QString& role) {
  auto* made = new QLabel(text);
  made->setProperty("role", role);
  made->setTextFormat(Qt::PlainText);
  return made;
}

}  // namespace

QLabel* title(const QString& text) { return label(text, QStringLiteral("title")); }

QLabel* subjectTitle() {
  auto* made = new ElidedLabel;
  made->setProperty("role", QStringLiteral("title"));
  return made;
}

QLabel* heading(const QString& text) { return label(text, QStringLiteral("heading")); }

QLabel* caption(const QString& text) {
  QLabel* made = label(text, QStringLiteral("caption"));
  made->setWordWrap(true);
  return made;
}

QPushButton* button(const QString& objectName, const QString& text, const QString& icon) {
  auto* made = new QPushButton(text);
  made->setObjectName(objectName);
  made->setAccessibleName(text);
  if (!icon.isEmpty()) made->setIcon(theme::icon(icon));
  return made;
}

QFrame* card() {
  auto* made = new QFrame;
  made->setProperty("card", true);
  return made;
}

}  // namespace likeness::ui::parts
