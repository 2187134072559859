// Lays widgets out like words: from left to right, in as many lines as they need (chips). Height follows width.
// Hidden widgets take no room. After Qt's flow layout example.
#pragma once

#include <vector>

#include <QLayout>

namespace likeness::ui {

class FlowLayout : public QLayout {
  Q_OBJECT

 public:
  explicit FlowLayout(QWidget* parent = nullptr, int gap = 6);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override { items_.push_back(item); }
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;

  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize minimumSize() const override;
  QSize sizeHint() const override { return minimumSize(); }
  void setGeometry(const QRect& rectangle) override;

 private:
  enum class Mode { measure, place };
  int arrange(const QRect& rectangle, Mode mode) const;

  std::vector<QLayoutItem*> items_;
  int gap_;
};

}  // namespace likeness::ui
