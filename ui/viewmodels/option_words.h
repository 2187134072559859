// The options' names in an artist's words, with the trade's word in the tip; the rows of More in their order. Translated texts only.
#pragma once

#include "ui/viewmodels/option_row.h"

namespace likeness::ui {

/// Key, group, name, tip and `lowest` are set; the rest comes from the fields (more_options.h).
std::vector<OptionRow> moreRows();

QString unitOfPixels();
QString yesText();

}  // namespace likeness::ui
