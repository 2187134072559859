// LoRAs, embeddings and another VAE on the Make page: one line a file, and a button that adds them. GUI thread only.
#pragma once

#include <vector>

#include <QPushButton>
#include <QWidget>

#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/file_row.h"

class QVBoxLayout;

namespace likeness::ui {

class FilesPanel : public QWidget {
  Q_OBJECT

 public:
  explicit FilesPanel(MakeViewModel& rules, QWidget* parent = nullptr);

 private:
  void ask();
  void refresh();
  void rebuild();
  FileRow* addRow(const QString& kind, const QString& file, FileRow::Value value);
  void addLoras(const MakeSettings& settings);
  void addEmbeddings(const MakeSettings& settings);
  template <class Change>
  void change(Change&& with);

  MakeViewModel& rules_;
  QVBoxLayout* rows_;
  std::vector<FileRow*> lines_;
  QPushButton* add_;
  QStringList shown_;  // the files whose lines stand there
};

}  // namespace likeness::ui
