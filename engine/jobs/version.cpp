#include "engine/jobs/version.h"

#include <ATen/Version.h>
#include <ATen/ATen.h>
#include <torch/version.h>

#include "engine/base/version.h"

namespace likeness::jobs {

Json version_json() {
  Json cuda;
  if (at::hasCUDA()) cuda = at::detail::getCUDAHooks().versionCUDART();
  return {{"version", kVersion},
          {"libtorch", TORCH_VERSION},
          {"cuda", cuda},
          {"build_type", kBuildType},
          {"cpu_features", at::get_cpu_capability()}};
}

}  // namespace likeness::jobs
