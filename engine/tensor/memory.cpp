#include <fstream>
#include <thread>

#include <c10/core/CachingDeviceAllocator.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/tensor/cuda_driver.h"
#include "engine/tensor/device.h"

namespace likeness::tensor {
namespace {

constexpr auto aggregate = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);

/// A line of /proc/meminfo in bytes; 0 when there is none.
std::uint64_t system_memory(const std::string& key) {
  std::ifstream file("/proc/meminfo");
  std::string name, unit;
  std::uint64_t kibibytes = 0;
  while (file >> name >> kibibytes && std::getline(file, unit)) {
    if (name == key + ":") return kibibytes * 1024;
  }
  return 0;
}

std::uint64_t resident_memory() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t difference(std::uint64_t whole, std::uint64_t part) { return whole > part ? whole - part : 0; }

MemoryFigures cpu_figures() {
  const unsigned cores = std::thread::hardware_concurrency();
  MemoryFigures figures{.device_name = "CPU, " + std::to_string(cores) + (cores == 1 ? " core" : " cores")};
  figures.total = system_memory("MemTotal");
  figures.ours = resident_memory();
  figures.others = difference(difference(figures.total, system_memory("MemAvailable")), figures.ours);
  return figures;
}

}  // namespace

MemoryFigures memory_figures(c10::Device device) {
  if (device.is_cpu()) return cpu_figures();
  auto* allocator = c10::getDeviceAllocator(device.type());
  const auto [free, total] = allocator->getMemoryInfo(device.index());
  MemoryFigures figures{.device_name = cuda_card_name(device.index()), .gpu = true, .total = total};
  if (allocator->initialized()) {
    figures.ours = static_cast<std::uint64_t>(allocator->getDeviceStats(device.index()).reserved_bytes[aggregate].current);
  }
  figures.others = difference(total - free, figures.ours);
  return figures;
}

std::uint64_t peak_memory_bytes(c10::Device device) {
  if (!device.is_cpu()) {
    auto* allocator = c10::getDeviceAllocator(device.type());
    if (!allocator->initialized()) return 0;
    return static_cast<std::uint64_t>(allocator->getDeviceStats(device.index()).reserved_bytes[aggregate].peak);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

bool reset_peak_memory(c10::Device device) {
  if (!device.is_cpu()) {
    c10::getDeviceAllocator(device.type())->resetPeakStats(device.index());
    return true;
  }
  std::ofstream file("/proc/self/clear_refs");  // 5: the largest resident size, also for getrusage
  file << 5 << std::flush;
  return file.good();
}

}  // namespace likeness::tensor
