// The style sheet of the theme: flat buttons, fields and cards in the theme's colours. Used by theme::apply only.
#pragma once

#include <QString>

namespace likeness::ui::theme {

QString themeSheet();

}  // namespace likeness::ui::theme
