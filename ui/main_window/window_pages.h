// The window with its real pages, joined: what one page asks for, the window or another page does. One line per page and wish.
#pragma once

#include <memory>

#include "ui/main_window/main_window.h"

namespace likeness::ui {

/// `state` must outlive the window.
std::unique_ptr<MainWindow> makeMainWindow(AppState& state);

}  // namespace likeness::ui
