# The language, the warnings, the sanitizers, ccache.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/cmake/launch-compiler)
endif()

# Warnings are for our own targets: percept_compile is linked privately, never exported.
add_library(percept_compile INTERFACE)
target_compile_options(percept_compile INTERFACE -Wall -Wextra -Wno-missing-field-initializers
  # GCC 12 warns of its own std::string (PR 105329, 105651), more so where that is precompiled, and of empty vectors
  # inside moved structs.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow> $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>  # for ccache
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(PERCEPT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,float-cast-overflow)
endif()
if(PERCEPT_SANITIZE)
  add_compile_options(-fsanitize=${PERCEPT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${PERCEPT_SANITIZE})
endif()
