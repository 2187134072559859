// The one function that the application finds in liblikeness_engine.so.
#include "engine/base/error.h"
#include "engine/jobs/run.h"
#include "engine/tensor/device.h"

extern "C" __attribute__((visibility("default"))) likeness::api::Engine* likeness_engine_create(
    const likeness::api::EngineFolders* folders, likeness::api::ErrorText* error) {
  try {
    likeness::tensor::open_cuda_library();  // ATen asks for its CUDA part once, at its first call
    return likeness::jobs::make_engine(folders ? *folders : likeness::api::EngineFolders{}).release();
  } catch (const likeness::Error& fault) {
    if (error) *error = {std::string(likeness::error_kind_name(fault.kind())), fault.what(), fault.hint()};
  } catch (const std::exception& fault) {
    if (error) *error = {"internal", fault.what(), {}};
  }
  return nullptr;
}
