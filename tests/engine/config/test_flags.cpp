// Command-line flags: both spellings, kinds, limits and what is refused how.
#include "engine/config/flags.h"

#include <doctest/doctest.h>

#include "engine/api/options.h"
#include "engine/api/train_options.h"
#include "engine/base/error.h"

using namespace likeness;
using config::Flags;
using config::FlagSet;

namespace {

FlagSet known() {
  FlagSet set;
  set.add({.key = "prompt", .value_name = "TEXT", .text = "Words.", .repeats = true})
      .add({.key = "out", .value_name = "DIR", .text = "Folder."})
      .add({.key = "dry_run", .kind = config::Flag::Kind::yes_no, .text = "Nothing is written."});
  return set.add_fields(api::TrainOptions{});
}

ErrorKind refusal(std::vector<std::string> arguments) {
  const FlagSet set = known();
  try {
    const Flags flags(set, arguments);
    api::TrainOptions options;
    flags.read(options);
  } catch (const Error& error) {
    return error.kind();
  }
  return ErrorKind::cancelled;  // not refused
}

}  // namespace

TEST_CASE("both spellings, hyphens and underscores, bare yes") {
  const FlagSet set = known();
  const std::vector<std::string> arguments = {"--learning-rate", "1e-4", "--adam_beta2=0.99", "--dry-run", "--train-unet", "false",
                                              "--prompt", "a", "--prompt=--b", "--prior-preservation"};
  const Flags flags(set, arguments);
  api::TrainOptions options;
  flags.read(options);
  CHECK(options.learning_rate == 1e-4);
  CHECK(options.adam_beta2 == 0.99);
  CHECK(options.train_unet == false);
  CHECK(options.prior_preservation == true);
  CHECK(!options.steps.has_value());
  CHECK(flags.yes("dry_run"));
  CHECK(flags.all("prompt") == std::vector<std::string>{"a", "--b"});
}

TEST_CASE("what is refused, and as what") {
  CHECK(refusal({"--nothing", "1"}) == ErrorKind::usage);
  CHECK(refusal({"word"}) == ErrorKind::usage);
  CHECK(refusal({"--out"}) == ErrorKind::usage);
  CHECK(refusal({"--out", "a", "--out", "b"}) == ErrorKind::usage);
  CHECK(refusal({"--steps", "many"}) == ErrorKind::bad_input);
  CHECK(refusal({"--steps", "nan"}) == ErrorKind::bad_input);
  CHECK(refusal({"--steps", "1.5"}) == ErrorKind::bad_input);
  CHECK(refusal({"--rank", "0"}) == ErrorKind::bad_input);
  CHECK(refusal({"--train-unet=maybe"}) == ErrorKind::bad_input);
  CHECK(refusal({"--method", "magic"}) == ErrorKind::bad_input);
  CHECK(refusal({"--steps", "12"}) == ErrorKind::cancelled);
}

TEST_CASE("help names every field with its default") {
  const std::string help = known().help();
  api::fields(api::TrainOptions{}, [&](const api::Field& field, const auto&) {
    CHECK(help.find(config::flag_name(std::string(field.key)) + " ") != std::string::npos);
    CHECK(help.find(std::string(field.text)) != std::string::npos);
  });
  CHECK(help.find("(0.999)") != std::string::npos);
}

TEST_CASE("excluding and required options") {
  const FlagSet set = known();
  const std::vector<std::string> arguments = {"--prompt", "a", "--out", "b"};
  const Flags flags(set, arguments);
  CHECK_THROWS_AS(flags.exclude({"prompt", "out"}), Error);
  CHECK_NOTHROW(flags.exclude({"prompt", "dry_run"}));
  CHECK_THROWS_AS(flags.required("dry_run"), Error);
}
