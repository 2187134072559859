// Compare: two to four pictures side by side with one zoom for all, or two with a line to wipe, or blinking in turn; below, the settings
// in which they differ. Files dropped here are laid beside the others. State is CompareViewModel's. GUI thread only.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/viewmodels/compare_viewmodel.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace likeness::ui {

class ChoiceBar;
class ImageView;
class PaneGrid;
class WipeView;

class ComparePage : public QWidget {
  Q_OBJECT

 public:
  explicit ComparePage(AppState& state, QWidget* parent = nullptr);

  CompareViewModel& viewModel() { return rules_; }

 public Q_SLOTS:
  void addPictures(const QStringList& files);

 Q_SIGNALS:
  void libraryRequested();

 private:
  QWidget* buildHeader();
  QWidget* buildEmpty();
  void chooseMode(const QString& mode);
  void refresh();
  void refreshWipe();
  void refreshTable();
  void blink();

  CompareViewModel rules_;
  Session& session_;
  ChoiceBar* mode_ = nullptr;
  QPushButton* clear_ = nullptr;
  QStackedWidget* stack_;
  QWidget* empty_;
  QLabel* emptyText_ = nullptr;
  PaneGrid* panes_;
  WipeView* wipe_;
  ImageView* blinking_;
  QLabel* blinkName_;
  QWidget* blinkSide_ = nullptr;
  QLabel* same_;
  QTableWidget* table_;
  QTimer blinkTimer_;
  std::size_t blinkAt_ = 0;
};

}  // namespace likeness::ui
