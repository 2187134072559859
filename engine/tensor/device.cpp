#include "engine/tensor/device.h"

#include <charconv>
#include <filesystem>
#include <limits>

#include <dlfcn.h>
#include <sched.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include "engine/base/error.h"
#include "engine/tensor/cuda_driver.h"

namespace likeness::tensor {
namespace {

int usable_cores() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

int usable_cards() { return at::hasCUDA() ? at::detail::getCUDAHooks().getNumGPUs() : 0; }

/// "cuda" is the first card; -1 for a text that names none.
int card_number(const std::string& device) {
  if (device == "cuda") return 0;
  if (device.rfind("cuda:", 0) != 0) return -1;
  int number = -1;
  const char* end = device.data() + device.size();
  const auto [rest, error] = std::from_chars(device.data() + 5, end, number);
  return error == std::errc() && rest == end && number >= 0 ? number : -1;
}

c10::Device chosen_device(const std::string& text) {
  const int cards = usable_cards();
  if (text == "cpu" || (text == "auto" && cards == 0)) return c10::kCPU;
  if (text == "auto") return c10::Device(c10::kCUDA, 0);
  const int card = card_number(text);
  if (card < 0 || card > std::numeric_limits<c10::DeviceIndex>::max()) {
    throw Error(ErrorKind::usage, "The device \"" + text + "\" means nothing; expected auto, cpu, cuda or cuda:N.");
  }
  if (card >= cards) {
    throw Error(ErrorKind::unsupported,
                cards == 0 ? "The device \"" + text + "\" was asked for, but no NVIDIA card can be used on this machine."
                           : "The device \"" + text + "\" was asked for, but this machine has " + std::to_string(cards) + " cards.",
                "Use --device auto, or cpu.");
  }
  return c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(card));
}

c10::ScalarType chosen_dtype(const std::string& text, c10::Device device) {
  if (text == "f32") return at::kFloat;
  if (text == "bf16") return at::kBFloat16;
  if (text == "f16") return at::kHalf;
  if (text != "auto") {
    throw Error(ErrorKind::usage, "The number type \"" + text + "\" means nothing; expected auto, f32, bf16 or f16.");
  }
  if (device.is_cpu()) return at::kFloat;
  constexpr int first_with_bf16 = 80;
  return cuda_card_capability(device.index()) >= first_with_bf16 ? at::kBFloat16 : at::kHalf;
}

void set_determinism(bool deterministic) {
  at::Context& context = at::globalContext();
  context.setDeterministicAlgorithms(deterministic, /*warn_only=*/false);
  context.setDeterministicFillUninitializedMemory(false);
  context.setDeterministicCuDNN(deterministic);
  context.setBenchmarkCuDNN(false);  // a kernel chosen by a stopwatch gives other bytes the next time
}

}  // namespace

bool open_cuda_library(std::string* reason) {
  const auto refuse = [&](const std::string& why) {
    if (reason) *reason = why;
    return false;
  };
  if (cuda_card_count() == 0) return refuse("No NVIDIA driver with a card was found.");
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(&at::get_num_threads), &info) == 0) return refuse("LibTorch's folder could not be found.");
  const auto library = std::filesystem::path(info.dli_fname).parent_path() / "libtorch_cuda.so";
  if (!std::filesystem::exists(library)) return refuse(library.string() + " is missing: this is the build without GPU support.");
  if (!dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL)) return refuse(std::string("The GPU library could not be opened: ") + dlerror());
  if (usable_cards() == 0) return refuse("The GPU library is open, but it finds no card that it can use.");
  return true;
}

Compute prepare_compute(const std::string& device, const std::string& dtype, int threads, bool deterministic) {
  if (threads < 0) throw Error(ErrorKind::usage, "The number of threads is " + std::to_string(threads) + "; expected 0 or more.");
  Compute compute;
  compute.device = chosen_device(device);
  compute.dtype = chosen_dtype(dtype, compute.device);
  at::set_num_threads(threads > 0 ? threads : usable_cores());
  at::globalContext().setFlushDenormal(true);
  set_determinism(deterministic);
  return compute;
}

}  // namespace likeness::tensor
