// The finer options of a picture: which of the fields in engine/api the group More shows, in an artist's words, and one of them by its key.
// Limits, defaults and choices are the fields' own. Free functions without engine or display.
#pragma once

#include "ui/viewmodels/make_settings.h"
#include "ui/viewmodels/option_row.h"

namespace likeness::ui {

/// Every row of More, in its order; what has no effect with the other settings says so.
std::vector<OptionRow> moreOptions(const MakeSettings& settings);

/// A key that More does not show, or a value of another kind, changes nothing.
void setMoreOption(MakeSettings& settings, const QString& key, const QVariant& value);

/// How many of the rows that apply are not at their usual value.
int changedOptions(const MakeSettings& settings);

/// Name and value of every row that a picture was made with and that is not the usual one.
std::vector<std::pair<QString, QString>> changedOptionWords(const api::Generate& request);

/// `finer` and `picture` within the fields' limits.
void limitFiner(MakeSettings& settings);

/// The part of a request's sampling that More shows; the rest is at its default.
api::SampleOptions finerOf(const api::SampleOptions& sample);

/// A field's name on screen, also of those with a control of their own; the key itself where there is none.
QString optionName(const QString& key);

/// A choice's name on screen: "As a picture"; the value itself where it has none.
QString choiceName(const QString& key, const QString& value);

}  // namespace likeness::ui
