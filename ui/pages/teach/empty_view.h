// The Teach page before there is a photo: a large place to drop some, buttons to choose or paste, and the sample subjects.
// Emits what the user wants; the page itself takes the drops.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/viewmodels/teach_draft.h"

namespace likeness::ui {

class EmptyView : public QWidget {
  Q_OBJECT

 public:
  explicit EmptyView(QWidget* parent = nullptr);

 Q_SIGNALS:
  void chooseRequested();
  void pasteRequested();
  void sampleRequested(const likeness::ui::SampleSubject& sample);

 private:
  QWidget* buildDropArea();
  QWidget* buildSamples();
};

}  // namespace likeness::ui
