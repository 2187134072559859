#include "engine/base/places.h"

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

#include <pwd.h>
#include <unistd.h>

#include "engine/base/error.h"

namespace likeness {
namespace fs = std::filesystem;
namespace {

std::optional<fs::path> from_environment(const char* name) {
  const char* value = std::getenv(name);
  if (!value || !*value) return std::nullopt;
  return fs::path(value);
}

/// The XDG specification: a relative path counts as not set.
std::optional<fs::path> absolute_from_environment(const char* name) {
  const auto path = from_environment(name);
  return path && path->is_absolute() ? path : std::nullopt;
}

fs::path home_folder() {
  if (const auto home = absolute_from_environment("HOME")) return *home;
  const passwd* user = getpwuid(getuid());
  return user && user->pw_dir && *user->pw_dir ? fs::path(user->pw_dir) : fs::temp_directory_path();
}

/// The line XDG_PICTURES_DIR="$HOME/Pictures" of user-dirs.dirs (xdg-user-dirs).
std::optional<fs::path> user_pictures_folder() {
  const fs::path config = absolute_from_environment("XDG_CONFIG_HOME").value_or(home_folder() / ".config");
  std::ifstream file(config / "user-dirs.dirs");
  const std::string start = "XDG_PICTURES_DIR=\"";
  for (std::string line; std::getline(file, line);) {
    const auto end = line.rfind('"');
    if (!line.starts_with(start) || end < start.size()) continue;
    std::string value = line.substr(start.size(), end - start.size());
    if (value.starts_with("$HOME/")) value = (home_folder() / value.substr(6)).string();
    if (value.starts_with("/")) return fs::path(value);
  }
  return std::nullopt;
}

bool holds_starter(const fs::path& resources) {
  std::error_code ignored;
  return fs::is_regular_file(resources / "starter" / "model_index.json", ignored);
}

}  // namespace

fs::path data_home() {
  if (const auto own = from_environment("LIKENESS_HOME")) return *own;
  return absolute_from_environment("XDG_DATA_HOME").value_or(home_folder() / ".local" / "share") / "likeness";
}

fs::path pictures_folder() {
  if (const auto own = from_environment("LIKENESS_PICTURES")) return *own;
  if (const auto pictures = user_pictures_folder()) return *pictures / "Likeness";
  return data_home() / "pictures";
}

fs::path resources_folder() {
  const auto own = from_environment("LIKENESS_RESOURCES");
  if (own && holds_starter(*own)) return *own;
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  if (const fs::path installed = program.parent_path().parent_path() / "share" / "likeness"; !own && holds_starter(installed))
    return installed;
  // A build folder inside the source tree: build/<preset>/bin/<program>.
  for (fs::path folder = program.parent_path(); !own && folder.has_relative_path(); folder = folder.parent_path())
    if (holds_starter(folder / "resources")) return folder / "resources";
  throw Error(ErrorKind::internal, "The files that ship with the program (resources/starter) were not found.",
              "Install the program again, or name their folder with LIKENESS_RESOURCES.");
}

}  // namespace likeness
