#include "engine/generate/picture_files.h"

#include <algorithm>
#include <ctime>

namespace likeness::generate {
namespace {

constexpr std::size_t max_counter_digits = 9;

/// The counter of "00017-1234567.png", or -1 for a name that has none.
std::int64_t counter_of(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  const std::size_t digits = stem.find_first_not_of("0123456789");
  const std::filesystem::path kind = file.extension();
  const bool picture = kind == ".png" || kind == ".jpg" || kind == ".webp";
  if (!picture || digits == 0 || digits == std::string::npos || digits > max_counter_digits || stem[digits] != '-')
    return -1;
  return std::stoll(stem.substr(0, digits));
}

std::string padded(std::int64_t counter) {
  const std::string digits = std::to_string(counter);
  return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

}  // namespace

std::filesystem::path next_picture_file(const std::filesystem::path& folder, std::int64_t seed, const std::string& extension) {
  std::int64_t counter = 0;
  std::error_code none_yet;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none_yet)) counter = std::max(counter, counter_of(entry.path()) + 1);
  std::filesystem::path file;
  do file = folder / (padded(counter++) + "-" + std::to_string(seed) + extension);
  while (std::filesystem::exists(std::filesystem::symlink_status(file)));
  return file;
}

std::filesystem::path day_folder(const std::filesystem::path& out) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char day[16];
  std::strftime(day, sizeof day, "%Y-%m-%d", &local);
  return out / day;
}

}  // namespace likeness::generate
