// Where things live on this machine: the data folder, the pictures folder and the resources that ship with the program.
// The environment decides (LIKENESS_HOME, LIKENESS_PICTURES, LIKENESS_RESOURCES, XDG_*), so tests run in folders of their own.
#pragma once

#include <filesystem>

namespace likeness {

/// $LIKENESS_HOME, else $XDG_DATA_HOME/likeness, else ~/.local/share/likeness. Not made here.
std::filesystem::path data_home();

/// $LIKENESS_PICTURES, else the user's Pictures folder (user-dirs.dirs) + /Likeness, else data_home()/pictures.
std::filesystem::path pictures_folder();

/// $LIKENESS_RESOURCES, else share/likeness beside the program's bin folder, else the source tree's resources in a build.
/// Error{internal} when none of them holds starter/model_index.json.
std::filesystem::path resources_folder();

}  // namespace likeness
