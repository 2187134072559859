// The device's memory in three parts: what Likeness uses, what other programs use, what is free. Figures stand in words beside it.
#pragma once

#include <cstdint>

#include <QString>
#include <QWidget>

namespace likeness::ui {

struct MemoryUse {
  std::uint64_t total = 0;
  std::uint64_t ours = 0;
  std::uint64_t others = 0;

  std::uint64_t free() const { return total > ours + others ? total - ours - others : 0; }
};

class MemoryBar : public QWidget {
  Q_OBJECT

 public:
  explicit MemoryBar(QWidget* parent = nullptr);

  void setUse(const MemoryUse& use);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  MemoryUse use_;
};

/// "1.2 GB", in the user's number format.
QString bytesText(std::uint64_t bytes);

}  // namespace likeness::ui
