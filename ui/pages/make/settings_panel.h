// The left column of the Make page: model, subjects, prompt, start picture, guidance and the panels of the rest, bound to the view model.
// Every change goes straight into the view model, and what it makes of it is shown again. GUI thread only.
#pragma once

#include <QDoubleSpinBox>
#include <QLabel>
#include <QWidget>

#include "ui/pages/make/drafts_bar.h"
#include "ui/pages/make/start_panel.h"
#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/guidance_control.h"
#include "ui/widgets/model_chooser.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/widgets/subject_chips.h"

namespace likeness::ui {

class SettingsPanel : public QWidget {
  Q_OBJECT

 public:
  SettingsPanel(AppState& state, MakeViewModel& rules, QWidget* parent = nullptr);

  PromptEdit* prompt() const { return prompt_; }
  GuidanceControl* guidance() const { return guidance_; }

 Q_SIGNALS:
  void teachRequested();
  void paintRequested();

 private:
  void build(AppState& state);
  void nameEverything();
  void connectFields();
  void refresh();
  template <class Field, class Value>
  void set(Field MakeSettings::*field, const Value& value);

  MakeViewModel& rules_;
  ModelChooser* model_;
  SubjectChips* subjects_;
  QWidget* strengthRow_;
  QDoubleSpinBox* strength_;
  PromptEdit* prompt_;
  QLabel* promptHint_;
  PromptEdit* negative_;
  GuidanceControl* guidance_;
  DraftsBar* drafts_;
  StartPanel* start_;
  bool refreshing_ = false;
};

}  // namespace likeness::ui
