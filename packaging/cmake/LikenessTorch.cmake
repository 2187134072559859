# LibTorch from the PyPI wheel as imported targets of our own. The wheel's own CMake files are not used: its find_package(Torch) fails
# with CMake 3.25 and CUDA 13. Linked are libtorch_cpu and libc10 only; libtorch_cuda is opened at run time where there is a GPU.
if(NOT LIKENESS_TORCH)
  if(DEFINED ENV{LIKENESS_DEPS})
    set(deps_ "$ENV{LIKENESS_DEPS}")
  elseif(DEFINED ENV{XDG_CACHE_HOME})
    set(deps_ "$ENV{XDG_CACHE_HOME}/likeness")
  else()
    set(deps_ "$ENV{HOME}/.cache/likeness")
  endif()
  set(LIKENESS_TORCH "${deps_}/libtorch/torch" CACHE PATH "" FORCE)
endif()
if(NOT EXISTS "${LIKENESS_TORCH}/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch was not found in ${LIKENESS_TORCH} (expected lib/libtorch_cpu.so and include/). "
                      "Run packaging/install-dependencies, or name an unpacked torch wheel with -DLIKENESS_TORCH=DIR.")
endif()

add_library(likeness_c10 SHARED IMPORTED GLOBAL)
set_target_properties(likeness_c10 PROPERTIES IMPORTED_LOCATION "${LIKENESS_TORCH}/lib/libc10.so")
add_library(likeness_torch SHARED IMPORTED GLOBAL)
set_target_properties(likeness_torch PROPERTIES IMPORTED_LOCATION "${LIKENESS_TORCH}/lib/libtorch_cpu.so")
target_include_directories(likeness_torch SYSTEM INTERFACE "${LIKENESS_TORCH}/include"
                                                           "${LIKENESS_TORCH}/include/torch/csrc/api/include")
target_link_libraries(likeness_torch INTERFACE likeness_c10)
# The wheel was built so, and classes in its headers have other members without it.
target_compile_definitions(likeness_torch INTERFACE NDEBUG)
# at::parallel_for is serial in a translation unit compiled without OpenMP.
target_compile_options(likeness_torch INTERFACE -fopenmp)
target_link_options(likeness_torch INTERFACE "LINKER:-rpath-link,${LIKENESS_TORCH}/lib"
                    "LINKER:-rpath-link,${LIKENESS_TORCH}/../nvidia/cu13/lib" "LINKER:--allow-shlib-undefined")
