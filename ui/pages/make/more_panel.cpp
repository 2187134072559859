#include "ui/pages/make/more_panel.h"

#include "ui/viewmodels/more_options.h"

namespace likeness::ui {

MorePanel::MorePanel(AppState& state, MakeViewModel& rules, OptionForm* form, QWidget* parent)
    : Fold(tr("More"), form, parent), rules_(rules), form_(form) {
  const QString openKey = QStringLiteral("make/more-open");
  connect(form_, &OptionForm::valueChosen, this, [this](const QString& key, const QVariant& value) {
    MakeSettings next = rules_.settings();
    setMoreOption(next, key, value);
    rules_.change(next);
    refresh();  // also where a limit left everything as it was
  });
  connect(&rules_, &MakeViewModel::settingsChanged, this, &MorePanel::refresh);
  connect(this, &Fold::toggled, this, [&state, openKey](bool open) { state.session().setValue(openKey, open); });
  refresh();
  setOpen(state.session().value(openKey).toBool(false));
}

void MorePanel::refresh() {
  form_->showRows(moreOptions(rules_.settings()));
  const int changed = changedOptions(rules_.settings());
  setNote(changed == 0 ? QString() : tr("%n changed", nullptr, changed));
}

}  // namespace likeness::ui
