// The left column of the Make page: model, subjects, prompt, guidance, seed, size and the rest, bound to the view model.
// Every change goes straight into the view model, and what it makes of it is shown again. GUI thread only.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>
#include <QWidget>

#include "ui/pages/make/drafts_bar.h"
#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/guidance_control.h"
#include "ui/widgets/model_chooser.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/widgets/seed_control.h"
#include "ui/widgets/size_control.h"
#include "ui/widgets/subject_chips.h"

class QVBoxLayout;

namespace likeness::ui {

class SettingsPanel : public QWidget {
  Q_OBJECT

 public:
  SettingsPanel(AppState& state, MakeViewModel& rules, QWidget* parent = nullptr);

  PromptEdit* prompt() const { return prompt_; }
  GuidanceControl* guidance() const { return guidance_; }

 Q_SIGNALS:
  void teachRequested();

 private:
  void build();
  void buildNumbers(QVBoxLayout& column);
  void nameEverything();
  void connectFields();
  void connectSeedAndSize();
  void showSchedules();
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
  SeedControl* seed_;
  SizeControl* size_;
  QSpinBox* count_;
  QSpinBox* steps_;
  QComboBox* sampler_;
  QComboBox* schedule_;
  bool refreshing_ = false;
};

}  // namespace likeness::ui
