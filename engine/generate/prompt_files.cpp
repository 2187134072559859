#include "engine/generate/prompt_files.h"

#include <algorithm>
#include <sstream>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/base/places.h"

namespace likeness::generate {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t max_list_bytes = 16u << 20;

/// Files under `folder` with one of the endings, sorted, so that the same folder always answers the same.
std::vector<fs::path> files_under(const fs::path& folder, std::initializer_list<const char*> endings) {
  std::vector<fs::path> files;
  std::error_code none;
  const auto options = fs::directory_options::skip_permission_denied | fs::directory_options::follow_directory_symlink;
  fs::recursive_directory_iterator entry(folder, options, none);
  for (const fs::recursive_directory_iterator end; !none && entry != end; entry.increment(none)) {
    if (entry.depth() > 8) entry.disable_recursion_pending();  // a circle of links ends here
    const bool fits = std::find(endings.begin(), endings.end(), entry->path().extension().string()) != endings.end();
    if (fits && entry->is_regular_file(none)) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<std::string> wildcard_lines(const std::string& name) {
  const fs::path folder = data_home() / "wildcards", file = folder / (name + ".txt");
  std::error_code none;
  if (!fs::is_regular_file(file, none))
    throw Error(ErrorKind::bad_input, "prompt: there is no list for __" + name + "__: expected " + file.string(),
                "Write the list, one choice a line, or correct the name.");
  std::vector<std::string> lines;
  std::istringstream text(read_file(file, max_list_bytes));
  for (std::string line; std::getline(text, line);) {
    if (lines.empty() && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
    const std::size_t begin = line.find_first_not_of(" \t\r"), end = line.find_last_not_of(" \t\r");
    if (begin != std::string::npos && line[begin] != '#') lines.push_back(line.substr(begin, end - begin + 1));
  }
  return lines;
}

fs::path lora_file(const std::string& name) {
  std::error_code none;
  if (name.find('/') != std::string::npos && fs::is_regular_file(name, none)) return name;
  const fs::path folder = data_home() / "loras";
  for (const char* ending : {".safetensors", ".pt", ".ckpt"}) {
    for (const fs::path& file : files_under(folder, {ending}))
      if (file.stem() == name || file.filename() == name || file == folder / name || file == folder / (name + ending)) return file;
  }
  throw Error(ErrorKind::bad_input, "prompt: there is no LoRA \"" + name + "\" in " + folder.string(),
              "Put the file there, write its path, or take <lora:" + name + "> out of the prompt.");
}

std::vector<fs::path> home_embeddings() { return files_under(data_home() / "embeddings", {".safetensors", ".pt", ".bin"}); }

}  // namespace likeness::generate
