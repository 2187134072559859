// One picture of many: cells in rows, labels above the columns, left of the rows and over each block, dark on white.
// Cells of different sizes are centred in the largest. A sheet that would be too large for a picture has its cells scaled down.
#pragma once

#include <string>
#include <vector>

#include "engine/image/picture.h"

namespace likeness::image {

struct Sheet {
  std::vector<Picture> cells;        ///< row after row, block after block
  int columns = 1;
  std::vector<std::string> above;    ///< one a column, or none
  std::vector<std::string> left;     ///< one a row of a block, or none
  std::vector<std::string> blocks;   ///< one a block, or none: a single block
};

Picture make_sheet(const Sheet& sheet);

}  // namespace likeness::image
