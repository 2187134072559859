// Where the names in a prompt lead: lists, LoRAs and embeddings in the data folder.
// Errors: bad_input naming what was asked for and the folder it was looked for in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace likeness::generate {

/// The lines of data_home()/wildcards/NAME.txt, without blank ones and those that start with #.
std::vector<std::string> wildcard_lines(const std::string& name);

/// A path that is there, or the file of that stem anywhere under data_home()/loras.
std::filesystem::path lora_file(const std::string& name);

/// The embeddings under data_home()/embeddings, sorted; none when there is no such folder.
std::vector<std::filesystem::path> home_embeddings();

}  // namespace likeness::generate
