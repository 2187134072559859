# Language level, warnings, sanitizers, linker and compiler cache for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set_property(GLOBAL PROPERTY GLOBAL_DEPENDS_NO_CYCLES ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# -fPIC everywhere, programs included: one precompiled header serves them all.
add_compile_options(-fPIC -fvisibility-inlines-hidden)

add_library(likeness_warnings INTERFACE)  # GCC 12's -Wrestrict is wrong about "text" + std::string
target_compile_options(likeness_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
                                                   -Wno-missing-field-initializers
                                                   "$<$<BOOL:${LIKENESS_WERROR}>:-Werror;-Wno-error=restrict>")

if(LIKENESS_SANITIZE)
  add_compile_options(-fsanitize=${LIKENESS_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LIKENESS_SANITIZE})
  if(LIKENESS_FUZZ)
    add_compile_options(-fno-sanitize-recover=all)  # a finding ends the run, with its input saved
  endif()
endif()

find_program(LIKENESS_MOLD mold)
if(LIKENESS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_program(LIKENESS_CCACHE ccache)
if(LIKENESS_CCACHE)
  # A precompiled header hits the cache only with these allowances (ccache manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${LIKENESS_CCACHE})
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
endif()

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
