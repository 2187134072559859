#include "engine/base/fault.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include <unistd.h>

namespace likeness {
namespace {

constexpr std::array<std::string_view, 5> point_names = {"write", "rename", "step", "memory", "disk"};

struct Drill {
  FaultPoint point;
  long count;
};

std::optional<Drill> drill_from_environment() {
  const char* text = std::getenv("LIKENESS_FAULT");
  if (!text) return std::nullopt;
  const std::string value = text;
  const auto colon = value.find(':');
  if (colon == std::string::npos) return std::nullopt;
  for (std::size_t i = 0; i < point_names.size(); ++i) {
    const long count = std::strtol(value.c_str() + colon + 1, nullptr, 10);
    if (value.substr(0, colon) == point_names[i] && count > 0) return Drill{static_cast<FaultPoint>(i), count};
  }
  return std::nullopt;
}

}  // namespace

bool fault_point(FaultPoint point) {
  static const std::optional<Drill> drill = drill_from_environment();
  if (!drill || drill->point != point) return false;
  static std::atomic<long> passed = 0;
  if (++passed != drill->count) return false;
  if (point != FaultPoint::memory && point != FaultPoint::disk) kill(getpid(), SIGKILL);
  return true;
}

}  // namespace likeness
