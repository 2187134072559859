// A group that folds away under its title; the title may say what is inside while it is closed. GUI thread only.
#pragma once

#include <QToolButton>
#include <QWidget>

namespace likeness::ui {

class Fold : public QWidget {
  Q_OBJECT

 public:
  /// Takes `content` over; closed at first.
  Fold(const QString& title, QWidget* content, QWidget* parent = nullptr);

  void setOpen(bool open);
  bool isOpen() const { return header_->isChecked(); }

  /// "More · 3 changed"; empty: the title alone.
  void setNote(const QString& note);

 Q_SIGNALS:
  void toggled(bool open);  // by hand

 private:
  QString title_;
  QToolButton* header_;
  QWidget* content_;
};

}  // namespace likeness::ui
