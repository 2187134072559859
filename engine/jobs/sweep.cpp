#include "engine/jobs/sweep.h"

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <optional>
#include <random>
#include <set>
#include <sstream>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/config/flags.h"
#include "engine/jobs/run.h"

namespace likeness::jobs {

namespace {

namespace fs = std::filesystem;
using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t most_runs = 10000;

struct Axis {
  std::string field;
  std::vector<std::string> values;
  std::optional<std::pair<double, double>> range;
  bool whole = false;
};

[[noreturn]] void refuse_axis(const std::string& text) {
  throw Error(ErrorKind::usage, "--sweep " + text + ": expected field=value,value or, with --sweep-random, field=low..high.",
              "For instance --sweep rank=4,16 --sweep learning_rate=1e-5,1e-4.");
}

double number_in(const std::string& value, const std::string& axis) {
  std::size_t end = 0;
  double number = 0;
  try {
    number = std::stod(value, &end);
  } catch (const std::exception&) {
    refuse_axis(axis);
  }
  if (end != value.size() || !std::isfinite(number)) refuse_axis(axis);
  return number;
}

Axis read_axis(const std::string& text, bool random) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) refuse_axis(text);
  Axis axis{.field = text.substr(0, equals), .values = {}, .range = {}, .whole = false};
  std::replace(axis.field.begin(), axis.field.end(), '-', '_');
  const std::string written = text.substr(equals + 1);
  if (const auto dots = written.find(".."); dots != std::string::npos) {
    if (!random) refuse_axis(text);
    const std::string low = written.substr(0, dots), high = written.substr(dots + 2);
    axis.range = {number_in(low, text), number_in(high, text)};
    axis.whole = (low + high).find_first_not_of("0123456789-") == std::string::npos;
    if (axis.range->first > axis.range->second) refuse_axis(text);
    return axis;
  }
  std::istringstream values(written);
  for (std::string value; std::getline(values, value, ',');) axis.values.push_back(value);
  return axis;
}

std::string drawn_in(const Axis& axis, std::mt19937_64& generator) {
  const auto [low, high] = *axis.range;
  const double place = static_cast<double>(generator() >> 11) * 0x1p-53;  // [0,1), the same on every system
  const double value = low > 0 && !axis.whole ? low * std::pow(high / low, place) : low + (high - low) * place;
  char text[32];
  if (axis.whole) std::snprintf(text, sizeof text, "%" PRId64, static_cast<std::int64_t>(std::floor(low + (high - low + 1) * place)));
  else std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

/// The n-th combination; the last axis runs fastest.
Settings cell(const std::vector<Axis>& axes, std::size_t number, std::mt19937_64& generator) {
  Settings settings(axes.size());
  for (std::size_t i = axes.size(); i-- > 0;) {
    const Axis& axis = axes[i];
    settings[i].first = axis.field;
    if (axis.range) {
      settings[i].second = drawn_in(axis, generator);
      continue;
    }
    settings[i].second = axis.values[number % axis.values.size()];
    number /= axis.values.size();
  }
  return settings;
}

std::vector<Settings> combinations(const std::vector<Axis>& axes, int random, std::uint64_t seed) {
  std::size_t cells = 1;
  bool ranges = false;
  for (const Axis& axis : axes) {
    ranges = ranges || axis.range.has_value();
    if (!axis.range) cells *= axis.values.size();
    if (cells > most_runs) throw Error(ErrorKind::usage, "The sweep has more than " + std::to_string(most_runs) + " runs.", "Name fewer values.");
  }
  std::mt19937_64 generator(seed);
  std::vector<std::size_t> order(cells);
  for (std::size_t i = 0; i < cells; ++i) order[i] = i;
  if (random > 0) {
    for (std::size_t i = cells; i-- > 1;) std::swap(order[i], order[generator() % (i + 1)]);
  }
  const std::size_t wanted = random == 0 ? cells : ranges ? static_cast<std::size_t>(random) : std::min(cells, static_cast<std::size_t>(random));
  std::vector<Settings> all;
  for (std::size_t i = 0; i < wanted; ++i) all.push_back(cell(axes, order[i % cells], generator));
  return all;
}

/// As if the settings had been flags of the command line.
void set_options(const Settings& settings, api::Train& request) {
  config::FlagSet known;
  known.add_fields(api::TrainOptions{});
  std::vector<std::string> arguments;
  for (const auto& [field, value] : settings) arguments.push_back("--" + field + "=" + value);
  config::Flags(known, arguments).read(request.options);
}

/// What a run told on its way.
struct Heard {
  std::vector<double> losses;
  double probe = api::kNotMeasured, probe_prior = api::kNotMeasured, seconds = 0;

  void hear(const api::Event& event) {
    const auto* metrics = std::get_if<api::Metrics>(&event);
    if (metrics == nullptr) return;
    if (metrics->step > 0) losses.resize(static_cast<std::size_t>(metrics->step), metrics->loss);
    if (metrics->step > 0) losses.back() = metrics->loss;
    if (std::isfinite(metrics->probe_loss)) probe = metrics->probe_loss;
    if (std::isfinite(metrics->probe_prior_loss)) probe_prior = metrics->probe_prior_loss;
    if (std::isfinite(metrics->seconds)) seconds = metrics->seconds;
  }

  double last_loss() const {
    if (losses.empty()) return api::kNotMeasured;
    const std::size_t count = std::max<std::size_t>(1, losses.size() / 10);
    double sum = 0;
    for (std::size_t i = losses.size() - count; i < losses.size(); ++i) sum += losses[i];
    return sum / static_cast<double>(count);
  }
};

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json row_of(const SweepRun& run, api::JobContext& outer) {
  Json settings = Json::object();
  for (const auto& [field, value] : run.settings) settings[field] = value;
  Json row = {{"run", run.request.run_folder}, {"settings", std::move(settings)}, {"ok", false}, {"error", nullptr}};
  Heard heard;
  try {
    api::JobContext context = outer.with_listener([&heard](const api::Event& event) { heard.hear(event); });
    const api::TrainFinished finished = run_train(run.request, context).finished;
    row["ok"] = run.request.dry_run || finished.verdict.ok;
    row["steps_per_second"] = finished.steps_per_second;
    row["peak_memory_bytes"] = finished.peak_memory_bytes;
    if (run.request.dry_run) {
      row["disk_bytes"] = finished.disk_bytes;
      heard.seconds = finished.seconds_expected;
    }
  } catch (const Error& error) {
    row["error"] = error.what();
  }
  row.update({{"loss", number(heard.last_loss())}, {"probe_loss", number(heard.probe)}, {"probe_prior_loss", number(heard.probe_prior)},
              {"seconds", heard.seconds}});
  return row;
}

std::string cell_text(const Json& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value.get<double>());
  return text;
}

}  // namespace

std::vector<SweepRun> sweep_runs(const api::Train& base, const SweepPlan& plan) {
  std::vector<Axis> axes;
  for (const std::string& text : plan.axes) {
    axes.push_back(read_axis(text, plan.random > 0));
    const auto same = [&](const Axis& axis) { return axis.field == axes.back().field; };
    if (std::count_if(axes.begin(), axes.end(), same) > 1) throw Error(ErrorKind::usage, "--sweep names " + axes.back().field + " twice.");
  }
  std::vector<SweepRun> runs;
  for (Settings& settings : combinations(axes, plan.random, static_cast<std::uint64_t>(base.options.seed))) {
    SweepRun run{.settings = std::move(settings), .request = base};
    set_options(run.settings, run.request);
    char name[16];
    std::snprintf(name, sizeof name, "%03zu", runs.size() + 1);
    if (!base.dry_run) run.request.run_folder = (plan.folder / name).string();
    runs.push_back(std::move(run));
  }
  return runs;
}

Json run_sweep(const api::Train& base, const SweepPlan& plan, api::JobContext& context) {
  const std::vector<SweepRun> runs = sweep_runs(base, plan);
  Json fields = Json::array();
  for (const auto& [field, value] : runs.front().settings) fields.push_back(field);
  Json table = {{"sweep", base.dry_run ? Json() : Json(plan.folder.string())}, {"fields", std::move(fields)}, {"runs", Json::array()}};
  if (!base.dry_run) make_folders(plan.folder);
  for (const SweepRun& run : runs) {
    context.log("Run " + std::to_string(table["runs"].size() + 1) + " of " + std::to_string(runs.size()) + ".");
    table["runs"].push_back(row_of(run, context));
    if (base.dry_run) continue;
    write_json_file(plan.folder / "sweep.json", table);
    write_file(plan.folder / "sweep.md", sweep_markdown(table));
  }
  return table;
}

std::string sweep_markdown(const Json& table) {
  const std::vector<std::string> figures = {"ok", "loss", "probe_loss", "probe_prior_loss", "seconds", "steps_per_second", "error"};
  std::string header = "| run |", line = "|---|", body;
  for (const Json& field : table.at("fields")) header += " " + field.get<std::string>() + " |", line += "---|";
  for (const std::string& figure : figures) header += " " + figure + " |", line += "---|";
  for (const Json& run : table.at("runs")) {
    body += "| " + fs::path(run.at("run").get<std::string>()).filename().string() + " |";
    for (const Json& field : table.at("fields")) body += " " + cell_text(run.at("settings").at(field.get<std::string>())) + " |";
    for (const std::string& figure : figures) body += " " + cell_text(run.value(figure, Json())) + " |";
    body += "\n";
  }
  return header + "\n" + line + "\n" + body;
}

}  // namespace likeness::jobs
