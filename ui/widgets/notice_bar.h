// Messages above the page, instead of dialogs: a text, up to three buttons and a cross; several stand under each other, newest below.
// A notice with an id replaces the one with the same id. Choosing a button closes the notice first, then runs its action.
#pragma once

#include <functional>
#include <vector>

#include <QString>
#include <QWidget>

class QVBoxLayout;

namespace likeness::ui {

struct Notice {
  enum class Kind { info, warning, error };
  struct Button {
    QString text;
    std::function<void()> run;
  };

  QString id;
  Kind kind = Kind::info;
  QString text;
  std::vector<Button> buttons;  // the first one is the suggestion
};

class NoticeBar : public QWidget {
  Q_OBJECT

 public:
  explicit NoticeBar(QWidget* parent = nullptr);

  void show(const Notice& notice);
  void close(const QString& id);
  bool has(const QString& id) const;

 private:
  QWidget* find(const QString& id) const;
  void remove(QWidget* item);

  QVBoxLayout* layout_;
};

}  // namespace likeness::ui
