# Debian packages by CPack: `likeness` has the programs and the engine for CPUs; `likeness-cuda` adds the libraries for NVIDIA cards, from
# the same cache folder, and is made where that holds them. packaging/package calls it.
file(GLOB cublas "${LIKENESS_TORCH}/../nvidia/*/lib/libcublas.so*")
if(cublas AND EXISTS "${LIKENESS_TORCH}/lib/libtorch_cuda.so")
  set(CPACK_COMPONENTS_ALL application cuda)
else()
  set(CPACK_COMPONENTS_ALL application)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME likeness)
set(CPACK_PACKAGE_VENDOR "The Likeness authors")
set(CPACK_PACKAGE_CONTACT "The Likeness authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "teaches Stable Diffusion your subject and makes pictures of it")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)

set(CPACK_DEBIAN_APPLICATION_PACKAGE_NAME likeness)
set(CPACK_COMPONENT_APPLICATION_DESCRIPTION
    "Drop in 3-5 photos of one subject, watch Stable Diffusion learn it, then make pictures of it anywhere. Works offline, on this machine.")
# Libraries that programs open by name are not seen by dpkg-shlibdeps: Qt's SVG icons and SQLite driver.
set(CPACK_DEBIAN_APPLICATION_PACKAGE_DEPENDS "libqt6svg6, libqt6sql6-sqlite, qt6-qpa-plugins")
set(CPACK_DEBIAN_APPLICATION_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${LIKENESS_TORCH}/lib" "${CMAKE_BINARY_DIR}/lib/likeness")

set(CPACK_DEBIAN_CUDA_PACKAGE_NAME likeness-cuda)
set(CPACK_COMPONENT_CUDA_DESCRIPTION "LibTorch's CUDA libraries, which Likeness opens where there is an NVIDIA card.")
set(CPACK_COMPONENT_CUDA_DEPENDS application)

include(CPack)
