// The axes of a labelled grid (A1111 scripts/xyz_grid.py): the request of every cell.
// Errors: usage for an unknown field, more than three axes or several prompts; bad_input for values that are not of the field's kind.
#pragma once

#include <string>
#include <vector>

#include "engine/api/requests.h"

namespace likeness::config {

struct GridCells {
  std::vector<api::Generate> cells;              // x fastest, then y, then z; no axes left in them
  std::vector<std::vector<std::string>> labels;  // one list an axis: "guidance: 4"
};

/// `request` has one to three axes and one prompt; each cell makes one picture.
GridCells grid_cells(const api::Generate& request);

}  // namespace likeness::config
