// The folded group More of the Make page: the finer options, made from the engine's own list of fields. GUI thread only.
#pragma once

#include "ui/viewmodels/make_viewmodel.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/option_form.h"

namespace likeness::ui {

class MorePanel : public Fold {
  Q_OBJECT

 public:
  MorePanel(AppState& state, MakeViewModel& rules, QWidget* parent = nullptr) : MorePanel(state, rules, new OptionForm, parent) {}

 private:
  MorePanel(AppState& state, MakeViewModel& rules, OptionForm* form, QWidget* parent);
  void refresh();

  MakeViewModel& rules_;
  OptionForm* form_;
};

}  // namespace likeness::ui
