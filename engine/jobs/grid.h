// Grids: the cells of labelled axes as normal pictures, and one sheet of pictures beside them.
#pragma once

#include "engine/jobs/run.h"

namespace likeness::jobs {

/// Makes every cell with one seed (drawn once where none is given), then the sheet. `request` has axes and an out_folder.
generate::Made run_grid(const api::Generate& request, ModelCache& cache, api::JobContext& context);

/// Writes out_folder/grid-00000.png of finished pictures, near a square, and notes it in `made`.
void write_plain_sheet(const api::Generate& request, generate::Made& made);

}  // namespace likeness::jobs
