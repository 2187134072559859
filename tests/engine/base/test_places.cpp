#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/places.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using likeness::test::EnvironmentOverride;
using likeness::test::TemporaryFolder;

TEST_CASE("the data folder: own variable, then XDG, then home") {
  const EnvironmentOverride home("HOME", "/home/somebody");
  {
    const EnvironmentOverride xdg("XDG_DATA_HOME", "/xdg");
    const EnvironmentOverride own("LIKENESS_HOME", "/own");
    CHECK(likeness::data_home() == "/own");
  }
  const EnvironmentOverride none("LIKENESS_HOME", "");
  {
    const EnvironmentOverride xdg("XDG_DATA_HOME", "/xdg");
    CHECK(likeness::data_home() == "/xdg/likeness");
  }
  const EnvironmentOverride relative("XDG_DATA_HOME", "not/absolute");
  CHECK(likeness::data_home() == "/home/somebody/.local/share/likeness");
}

TEST_CASE("the pictures folder follows user-dirs.dirs") {
  const TemporaryFolder config;
  const EnvironmentOverride none("LIKENESS_PICTURES", "");
  const EnvironmentOverride home("HOME", "/home/somebody");
  const EnvironmentOverride xdg("XDG_CONFIG_HOME", config.path().string());
  const EnvironmentOverride data("LIKENESS_HOME", "/own");
  CHECK(likeness::pictures_folder() == "/own/pictures");
  config.write("user-dirs.dirs", "# made by a tool\nXDG_MUSIC_DIR=\"$HOME/Music\"\nXDG_PICTURES_DIR=\"$HOME/Bilder\"\n");
  CHECK(likeness::pictures_folder() == "/home/somebody/Bilder/Likeness");
  config.write("user-dirs.dirs", "XDG_PICTURES_DIR=\"/mnt/art\"\n");
  CHECK(likeness::pictures_folder() == "/mnt/art/Likeness");
  const EnvironmentOverride own("LIKENESS_PICTURES", "/elsewhere");
  CHECK(likeness::pictures_folder() == "/elsewhere");
}

TEST_CASE("the resources: the variable's folder, else the build's source tree") {
  {
    const EnvironmentOverride none("LIKENESS_RESOURCES", "");
    CHECK(fs::exists(likeness::resources_folder() / "starter" / "model_index.json"));
  }
  const TemporaryFolder folder;
  const EnvironmentOverride own("LIKENESS_RESOURCES", folder.path().string());
  CHECK_THROWS_AS(likeness::resources_folder(), likeness::Error);
  folder.write("starter/model_index.json", "{}");
  CHECK(likeness::resources_folder() == folder.path());
}
