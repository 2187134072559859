// The list that a ModelChooser opens: one row a model with family, size and whether it fits, or why it cannot be used.
// Rows that cannot be used are disabled; added ones carry a button that takes them out of the list (never off the disk).
// Takes plain data and says what is wanted. GUI thread only.
#pragma once

#include <vector>

#include <QFrame>
#include <QStringList>

#include "engine/api/events.h"

class QScrollArea;
class QVBoxLayout;

namespace likeness::ui {

class ModelPopup : public QFrame {
  Q_OBJECT

 public:
  explicit ModelPopup(QWidget* parent);

  void showModels(const std::vector<api::ModelInfo>& models, const QStringList& removable, const QString& chosen);

  /// Under `anchor`, or above it where the screen ends; the chosen row has the focus.
  void openBelow(QWidget* anchor);

 Q_SIGNALS:
  void chosen(const QString& path);
  void removeWanted(const QString& path);
  void addFolderWanted();
  void addFileWanted();

 private:
  void clearRows();
  QWidget* makeRow(const api::ModelInfo& model, bool removable, bool isChosen);

  QScrollArea* scroll_;
  QVBoxLayout* rows_;
};

/// "Starter · 25 MB · fits", or the reason why the model cannot be used.
QString modelDetail(const api::ModelInfo& model);

}  // namespace likeness::ui
