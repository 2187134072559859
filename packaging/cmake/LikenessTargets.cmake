# likeness_room(NAME [TORCH] [LINKS targets...]): a room of the engine, a static library of all sources in its folder.
# likeness_room_tests(NAME [TORCH] [LINKS ...]): one doctest program of a test folder, one ctest per source file.
# likeness_ui_tests(NAME ...): one Qt Test program per tst_*.cpp of a folder.

# Loading LibTorch's precompiled header takes half of a small source's time, so sources are compiled several at once (measured: a room's
# sources one by one take about three times as long).
function(likeness_use_torch target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  target_link_libraries(${target} PRIVATE likeness_torch)
  if(NOT target STREQUAL "likeness_tensor")
    target_precompile_headers(${target} REUSE_FROM likeness_tensor)
  else()
    target_precompile_headers(${target} PRIVATE "${PROJECT_SOURCE_DIR}/engine/tensor/torch_pch.h")
  endif()
endfunction()

function(likeness_room name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "TORCH" "" "LINKS")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp")
  add_library(likeness_${name} STATIC ${sources})
  target_include_directories(likeness_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(likeness_${name} PRIVATE likeness_warnings PUBLIC ${arg_LINKS})
  if(arg_TORCH)
    target_link_libraries(likeness_${name} PUBLIC likeness_torch)
    likeness_use_torch(likeness_${name})
  endif()
endfunction()

set(LIKENESS_TORCH_RPATH "${LIKENESS_TORCH}/lib;${LIKENESS_TORCH}/../nvidia/cu13/lib")

# Tests run from the source folder and name their files from there, so that the compiler cache serves every checkout.
# Those that compute take both cores (PROCESSORS): OpenMP's threads wait for one another, so two such tests at a time crawl.
set(LIKENESS_TEST_ENVIRONMENT "OMP_NUM_THREADS=2")

function(likeness_room_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "TORCH" "LABELS" "LINKS")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/test_*.cpp")
  string(REPLACE "/" "_" target "test_${name}")
  set(main "${PROJECT_SOURCE_DIR}/tests/support/doctest_main.cpp")
  set_source_files_properties("${main}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  add_executable(${target} ${sources} "${main}")
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_definitions(${target} PRIVATE LIKENESS_SOURCE_DIR=".")
  target_link_libraries(${target} PRIVATE likeness_warnings likeness_test_support doctest::doctest ${arg_LINKS})
  if(arg_TORCH)
    likeness_use_torch(${target})
  endif()
  set_target_properties(${target} PROPERTIES BUILD_RPATH "${LIKENESS_TORCH_RPATH}")
  set(cores 1)
  if(arg_TORCH)
    set(cores 2)
  endif()
  foreach(source ${sources})
    get_filename_component(stem "${source}" NAME_WE)
    string(REGEX REPLACE "^test_" "" short "${stem}")
    add_test(NAME ${name}/${short} COMMAND ${target} "--source-file=*${stem}.cpp" --no-intro)
    set_tests_properties(${name}/${short} PROPERTIES LABELS "unit;${arg_LABELS}" ENVIRONMENT "${LIKENESS_TEST_ENVIRONMENT}" TIMEOUT 600
                         PROCESSORS ${cores} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  endforeach()
endfunction()

function(likeness_ui_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABELS" "LINKS")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/tst_*.cpp")
  foreach(source ${sources})
    get_filename_component(stem "${source}" NAME_WE)
    add_executable(${stem} "${source}")
    set_target_properties(${stem} PROPERTIES AUTOMOC ON)
    target_include_directories(${stem} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${stem} PRIVATE LIKENESS_SOURCE_DIR="." QT_NO_KEYWORDS)
    target_link_libraries(${stem} PRIVATE likeness_warnings likeness_ui_test_support Qt6::Test ${arg_LINKS})
    string(REGEX REPLACE "^tst_" "" short "${stem}")
    add_test(NAME ${name}/${short} COMMAND ${stem})
    set_tests_properties(${name}/${short} PROPERTIES LABELS "ui;${arg_LABELS}" TIMEOUT 300 WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
                         ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;QT_SCALE_FACTOR=1")
  endforeach()
endfunction()
