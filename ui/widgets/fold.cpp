#include "ui/widgets/fold.h"

#include <QVBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {

Fold::Fold(const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent), title_(title), header_(new QToolButton), content_(content) {
  header_->setCheckable(true);
  header_->setAutoRaise(true);
  header_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  header_->setAccessibleName(title);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(header_, 0, Qt::AlignLeft);
  column->addWidget(content_);
  connect(header_, &QToolButton::clicked, this, [this](bool open) {
    setOpen(open);
    Q_EMIT toggled(open);
  });
  setNote({});
  setOpen(false);
}

void Fold::setOpen(bool open) {
  header_->setChecked(open);
  header_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
  content_->setVisible(open);
}

void Fold::setNote(const QString& note) { header_->setText(note.isEmpty() ? title_ : title_ + QStringLiteral(" · ") + note); }

}  // namespace likeness::ui
