#include "engine/tensor/cuda_driver.h"

#include <array>

#include <dlfcn.h>

namespace likeness::tensor {
namespace {

struct Driver {
  int (*device_count)(int*) = nullptr;
  int (*device)(int*, int) = nullptr;
  int (*device_name)(char*, int, int) = nullptr;
  int (*device_attribute)(int*, int, int) = nullptr;
};

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

const Driver* driver() {
  static const Driver* const opened = []() -> const Driver* {
    void* library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    static Driver found;
    int (*initialise)(unsigned) = nullptr;
    const bool whole = library && find(library, "cuInit", initialise) && find(library, "cuDeviceGetCount", found.device_count) &&
                       find(library, "cuDeviceGet", found.device) && find(library, "cuDeviceGetName", found.device_name) &&
                       find(library, "cuDeviceGetAttribute", found.device_attribute);
    return whole && initialise(0) == 0 ? &found : nullptr;
  }();
  return opened;
}

}  // namespace

int cuda_card_count() {
  int count = 0;
  return driver() && driver()->device_count(&count) == 0 ? count : 0;
}

std::string cuda_card_name(int ordinal) {
  std::array<char, 128> name{};
  int device = 0;
  const bool known = driver() && driver()->device(&device, ordinal) == 0 &&
                     driver()->device_name(name.data(), static_cast<int>(name.size()) - 1, device) == 0;
  return known ? name.data() : "GPU " + std::to_string(ordinal);
}

int cuda_card_capability(int ordinal) {
  constexpr int major_attribute = 75, minor_attribute = 76;
  int device = 0, major = 0, minor = 0;
  const bool known = driver() && driver()->device(&device, ordinal) == 0 &&
                     driver()->device_attribute(&major, major_attribute, device) == 0 &&
                     driver()->device_attribute(&minor, minor_attribute, device) == 0;
  return known ? 10 * major + minor : 0;
}

}  // namespace likeness::tensor
