// The values of a grid's axis out of its text, as A1111 writes them (scripts/xyz_grid.py). The window counts with it, the engine makes
// cells. Errors: bad_input for a range that never arrives and for more values than a grid can hold.
#pragma once

#include <string>
#include <vector>

#include "engine/base/error.h"

namespace likeness::api {

/// Comma-separated, quotes and spaces around values taken off ("" inside quotes is one quote). With `numbers`, `1-5`, `1-9 (+2)` and
/// `1-10 [5]` (that many, evenly spread) stand for several.
std::vector<std::string> axis_values(const std::string& text, bool numbers);

Error too_many_values();

}  // namespace likeness::api
