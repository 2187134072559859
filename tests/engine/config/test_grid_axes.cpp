// Axis values as A1111 reads them, and the requests of the cells.
#include <doctest/doctest.h>

#include "engine/api/grid_values.h"
#include "engine/base/error.h"
#include "engine/config/grid_axes.h"

using namespace likeness;
using Values = std::vector<std::string>;

namespace {

api::Generate request_with(std::vector<api::GridAxis> axes) {
  api::Generate request;
  request.prompts = {"a dog on a dog bed"};
  request.negative = "bad dog";
  request.sample.seed = 5;
  request.out_folder = "out";
  request.axes = std::move(axes);
  return request;
}

std::string error_of(const api::Generate& request) {
  try {
    config::grid_cells(request);
  } catch (const Error& error) {
    return std::string(error_kind_name(error.kind())) + " " + error.what();
  }
  return "nothing thrown";
}

}  // namespace

TEST_CASE("lists, quotes, ranges and counts") {
  CHECK(api::axis_values("1, 4,7.5", true) == Values{"1", "4", "7.5"});
  CHECK(api::axis_values("1-5", true) == Values{"1", "2", "3", "4", "5"});
  CHECK(api::axis_values("1-9 (+2)", true) == Values{"1", "3", "5", "7", "9"});
  CHECK(api::axis_values("1-10 (+4), 20", true) == Values{"1", "5", "9", "20"});
  CHECK(api::axis_values("1-10 [5]", true) == Values{"1", "3.25", "5.5", "7.75", "10"});
  CHECK(api::axis_values("0.1-0.3 (+0.1)", true) == Values{"0.1", "0.2", "0.3"});
  CHECK(api::axis_values("5-1", true) == Values{"5", "4", "3", "2", "1"});
  CHECK(api::axis_values("-1", true) == Values{"-1"});
  CHECK(api::axis_values("1-5", false) == Values{"1-5"});
  CHECK(api::axis_values("\"a, b\", c \"d\", \"say \"\"hi\"\"\"", false) == Values{"a, b", "c \"d\"", "say \"hi\""});
  CHECK_THROWS_AS(api::axis_values("1-9 (-1)", true), Error);
  CHECK_THROWS_AS(api::axis_values("1-9 (+0)", true), Error);
  CHECK_THROWS_AS(api::axis_values("1-100000", true), Error);
  CHECK_THROWS_AS(api::axis_values("0-1 [5000]", true), Error);
}

TEST_CASE("cells in order, everything else untouched") {
  const auto grid = config::grid_cells(request_with({{"guidance", "1,7.5"}, {"sampler", "ddim, euler"}, {"prompt", "dog,cat"}}));
  REQUIRE(grid.cells.size() == 8);
  CHECK(grid.cells[1].sample.guidance == 7.5);
  CHECK(grid.cells[1].sample.sampler == "ddim");
  CHECK(grid.cells[2].sample.guidance == 1);
  CHECK(grid.cells[2].sample.sampler == "euler");
  CHECK(grid.cells[3].prompts.front() == "a dog on a dog bed");
  CHECK(grid.cells[4].prompts.front() == "a cat on a cat bed");
  CHECK(grid.cells[4].negative == "bad cat");
  CHECK(grid.cells[7].out_folder == "out");
  CHECK(grid.cells[7].sample.seed == 5);
  CHECK(grid.cells[7].axes.empty());
  CHECK(grid.labels[0] == Values{"guidance: 1", "guidance: 7.5"});
  CHECK(grid.labels[2] == Values{"dog", "cat"});
  CHECK(config::grid_cells(request_with({{"tiling", "true,false"}})).cells[0].sample.tiling);
  CHECK(config::grid_cells(request_with({{"strength", "0.5"}})).cells[0].picture.strength == 0.5);
}

TEST_CASE("axes that cannot be") {
  CHECK(error_of(request_with({{"colour", "1"}})).starts_with("usage"));
  CHECK(error_of(request_with({{"count", "1,2"}})).starts_with("usage"));
  CHECK(error_of(request_with({{"steps", "many"}})).starts_with("bad_input axis steps"));
  CHECK(error_of(request_with({{"steps", "0"}})).starts_with("bad_input steps"));
  CHECK(error_of(request_with({{"tiling", "yes"}})).starts_with("bad_input"));
  CHECK(error_of(request_with({{"prompt", "horse,cat"}})).starts_with("bad_input axis prompt"));
  CHECK(error_of(request_with({{"seed", "1-100"}, {"steps", "1-100"}})).starts_with("bad_input"));
  api::Generate two = request_with({{"steps", "1,2"}});
  two.prompts.push_back("another");
  CHECK(error_of(two).starts_with("usage"));
}
