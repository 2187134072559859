// Lists of names inside a message: the first twenty, then how many more there are.
#pragma once

#include <string>
#include <vector>

namespace likeness::models {

std::string name_list(const std::vector<std::string>& names);

}  // namespace likeness::models
