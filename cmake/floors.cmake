# The floors: one target a folder of src/, linking only lower ones (ARCHITECTURE.md). All are parts of one
# library, percept, which is what programs link.
add_library(percept SHARED)
add_library(percept::percept ALIAS percept)
target_include_directories(percept PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                          $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(percept PUBLIC cxx_std_20)
set_target_properties(percept PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})

# percept_floor(NAME [PRECOMPILED] [BELOW folders...] [LIBRARIES targets...]): compiles src/NAME/*.cpp, sub-folders
# included. PRECOMPILED: with the headers of graph and what is below it precompiled, which halves the time of an op.
# The preset reference-only compiles without precompiled headers, and so finds a forgotten include.
function(percept_floor NAME)
  cmake_parse_arguments(ARG "PRECOMPILED" "" "BELOW;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${NAME}/*.cpp)
  if(NOT PERCEPT_ONEDNN)
    list(FILTER sources EXCLUDE REGEX "/onednn/")
  endif()
  add_library(percept_${NAME} OBJECT ${sources})
  target_include_directories(percept_${NAME} PUBLIC ${PROJECT_SOURCE_DIR}/include
                             PRIVATE ${PROJECT_SOURCE_DIR}/src/${NAME})
  foreach(lower ${ARG_BELOW})
    if(NOT TARGET percept_${lower})
      message(FATAL_ERROR "floor ${NAME} cannot stand on ${lower}: it is not below")
    endif()
  endforeach()
  target_link_libraries(percept_${NAME} PRIVATE percept_compile fmt::fmt OpenMP::OpenMP_CXX Threads::Threads ${ARG_LIBRARIES})
  if(ARG_PRECOMPILED)
    target_precompile_headers(percept_${NAME} REUSE_FROM percept_graph)
  endif()
  target_sources(percept PRIVATE $<TARGET_OBJECTS:percept_${NAME}>)
  target_link_libraries(percept PRIVATE $<BUILD_INTERFACE:fmt::fmt> $<BUILD_INTERFACE:OpenMP::OpenMP_CXX>
                        $<BUILD_INTERFACE:Threads::Threads>)
  foreach(library ${ARG_LIBRARIES})
    target_link_libraries(percept PRIVATE $<BUILD_INTERFACE:${library}>)
  endforeach()
endfunction()

percept_floor(base)
percept_floor(tensor BELOW base)
percept_floor(graph BELOW tensor)
target_precompile_headers(percept_graph PRIVATE <algorithm> <cmath> <functional> <map> <set> <vector> <fmt/format.h>
  <percept/graph/gradient_context.hpp> <percept/graph/graph.hpp> <percept/graph/shape_context.hpp>)
percept_floor(io BELOW tensor LIBRARIES ZLIB::ZLIB PNG::PNG JPEG::JPEG PkgConfig::SNDFILE nlohmann_json::nlohmann_json)
percept_floor(ops PRECOMPILED BELOW graph)
percept_floor(data BELOW io LIBRARIES PkgConfig::FFTW nlohmann_json::nlohmann_json)
percept_floor(autograd PRECOMPILED BELOW ops)
percept_floor(passes PRECOMPILED BELOW ops)
percept_floor(nn PRECOMPILED BELOW autograd)
percept_floor(optim PRECOMPILED BELOW autograd)
percept_floor(kernels PRECOMPILED BELOW ops LIBRARIES PkgConfig::HWY $<$<BOOL:${PERCEPT_ONEDNN}>:DNNL::dnnl>)
# SIMD for AVX2 and AVX-512 on x86 (their neighbours gain nothing here), NEON on ARM. Not SSE4: Highway 1.0.3 loads
# part of a vector there as a whole and aligned one, which our buffers need not be.
target_compile_definitions(percept_kernels PRIVATE "HWY_DISABLED_TARGETS=(HWY_SSSE3|HWY_SSE4|HWY_AVX3_DL|HWY_SVE|HWY_SVE2)")
if(PERCEPT_ONEDNN)
  target_compile_definitions(percept_kernels PRIVATE PERCEPT_HAVE_ONEDNN)
endif()
percept_floor(runtime PRECOMPILED BELOW autograd passes kernels)
percept_floor(metrics BELOW tensor)
percept_floor(train PRECOMPILED BELOW runtime nn optim data metrics LIBRARIES nlohmann_json::nlohmann_json)
target_compile_definitions(percept_train PRIVATE PERCEPT_VERSION="${PROJECT_VERSION}"
                           PERCEPT_ONEDNN_VERSION="$<$<BOOL:${PERCEPT_ONEDNN}>:${dnnl_VERSION}>")
percept_floor(recipe PRECOMPILED BELOW train LIBRARIES tomlplusplus::tomlplusplus)
# The built-in recipes, recipes/*.toml, as text in the library.
file(GLOB recipes CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/recipes/*.toml)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${recipes})
set(builtin_recipes "")
foreach(recipe ${recipes})
  get_filename_component(name ${recipe} NAME_WE)
  file(READ ${recipe} text)
  string(APPEND builtin_recipes "{\"${name}\", R\"toml(${text})toml\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/recipe/builtin_recipes.inc CONTENT "${builtin_recipes}" @ONLY)
target_include_directories(percept_recipe PRIVATE ${PROJECT_BINARY_DIR}/generated/recipe)
