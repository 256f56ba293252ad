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

# percept_protobuf(NAME FILE): src/NAME/FILE.proto becomes FILE.pb.h and FILE.pb.cc of a floor, protobuf-lite.
function(percept_protobuf NAME FILE)
  set(place ${PROJECT_BINARY_DIR}/generated/percept_${NAME})
  file(MAKE_DIRECTORY ${place})
  cmake_path(REPLACE_EXTENSION FILE pb OUTPUT_VARIABLE stem)
  add_custom_command(OUTPUT ${place}/${stem}.cc ${place}/${stem}.h
    COMMAND protobuf::protoc --cpp_out=${place} --proto_path=${PROJECT_SOURCE_DIR}/src/${NAME} ${FILE}
    DEPENDS ${PROJECT_SOURCE_DIR}/src/${NAME}/${FILE} VERBATIM)
  target_sources(percept_${NAME} PRIVATE ${place}/${stem}.cc ${place}/${stem}.h)
  set_source_files_properties(${place}/${stem}.cc PROPERTIES SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS -w)
  target_include_directories(percept_${NAME} SYSTEM PRIVATE ${place})
endfunction()

percept_floor(base)
percept_floor(tensor BELOW base)
percept_floor(graph BELOW tensor)
target_precompile_headers(percept_graph PRIVATE <algorithm> <cmath> <functional> <map> <set> <vector> <fmt/format.h>
  <percept/graph/gradient_context.hpp> <percept/graph/graph.hpp> <percept/graph/shape_context.hpp>)
percept_floor(io BELOW tensor LIBRARIES ZLIB::ZLIB PNG::PNG JPEG::JPEG PkgConfig::SNDFILE pugixml::pugixml nlohmann_json::nlohmann_json)
target_include_directories(percept_io PRIVATE ${CURL_INCLUDE_DIRS})
target_link_libraries(percept PRIVATE ${CMAKE_DL_LIBS})
percept_floor(ops PRECOMPILED BELOW graph)
percept_floor(data BELOW io LIBRARIES PkgConfig::FFTW nlohmann_json::nlohmann_json)
percept_floor(autograd PRECOMPILED BELOW ops)
percept_floor(passes PRECOMPILED BELOW ops)
percept_floor(onnx PRECOMPILED BELOW autograd io LIBRARIES protobuf::libprotobuf-lite)
percept_protobuf(onnx wire.proto)
percept_floor(nn PRECOMPILED BELOW autograd)
percept_floor(optim PRECOMPILED BELOW autograd)
percept_floor(kernels PRECOMPILED BELOW ops LIBRARIES PkgConfig::HWY $<$<BOOL:${PERCEPT_ONEDNN}>:DNNL::dnnl>)
# SIMD for AVX2 and AVX-512 on x86 (their neighbours gain nothing here), NEON on ARM. Not SSE4: Highway 1.0.3 loads
# part of a vector there as a whole and aligned one, which our buffers need not be.
set(without "HWY_SSSE3|HWY_SSE4|HWY_AVX3_DL|HWY_SVE|HWY_SVE2")
if(PERCEPT_SANITIZE)  # that is for the parsers, and a third instruction set takes minutes to compile
  string(APPEND without "|HWY_AVX3")
  target_compile_options(percept_kernels PRIVATE -fno-sanitize=undefined)
endif()
target_compile_definitions(percept_kernels PRIVATE "HWY_DISABLED_TARGETS=(${without})")
if(PERCEPT_ONEDNN)
  target_compile_definitions(percept_kernels PRIVATE PERCEPT_HAVE_ONEDNN)
endif()
percept_floor(runtime PRECOMPILED BELOW autograd passes kernels)
percept_floor(metrics BELOW tensor)
percept_floor(plot BELOW io LIBRARIES PkgConfig::CAIRO)
percept_floor(train PRECOMPILED BELOW runtime nn optim onnx data metrics LIBRARIES nlohmann_json::nlohmann_json)
target_compile_definitions(percept_train PRIVATE PERCEPT_VERSION="${PROJECT_VERSION}"
                           PERCEPT_ONEDNN_VERSION="$<$<BOOL:${PERCEPT_ONEDNN}>:${dnnl_VERSION}>")
percept_floor(classic PRECOMPILED BELOW train LIBRARIES Eigen3::Eigen)
percept_floor(recipe PRECOMPILED BELOW classic LIBRARIES tomlplusplus::tomlplusplus nlohmann_json::nlohmann_json)
percept_floor(lab BELOW recipe LIBRARIES nlohmann_json::nlohmann_json)
target_compile_definitions(percept_lab PRIVATE PERCEPT_VERSION="${PROJECT_VERSION}")
percept_floor(studio BELOW lab LIBRARIES Boost::headers nlohmann_json::nlohmann_json)
# What of Asio and Beast is no template is compiled in src/studio/beast.cpp alone.
target_compile_definitions(percept_studio PRIVATE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                           BOOST_ASIO_NO_DEPRECATED)
if(PERCEPT_SANITIZE MATCHES "thread")  # which knows no fences; the locks around them are enough
  target_compile_definitions(percept_studio PRIVATE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
include(pages)
percept_pages(percept_studio ${PERCEPT_PAGES})


# percept_embed(TARGET OUTPUT FOLDER FILES...): files as text in a target, {"name within FOLDER", "text"}, to #include.
function(percept_embed TARGET OUTPUT FOLDER)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
  set(lines "")
  foreach(file ${ARGN})
    file(RELATIVE_PATH name ${FOLDER} ${file})
    file(READ ${file} text)
    string(APPEND lines "{\"${name}\", R\"text(${text})text\"},\n")
  endforeach()
  set(place ${PROJECT_BINARY_DIR}/generated/${TARGET})
  file(CONFIGURE OUTPUT ${place}/${OUTPUT} CONTENT "${lines}" @ONLY)
  target_include_directories(${TARGET} PRIVATE ${place})
endfunction()
file(GLOB recipes CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/recipes/*.toml)
percept_embed(percept_recipe builtin_recipes.inc ${PROJECT_SOURCE_DIR}/recipes ${recipes})
file(GLOB_RECURSE starter CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/starter/*)  # what `percept new` writes
percept_embed(percept_recipe starter.inc ${PROJECT_SOURCE_DIR}/examples/starter ${starter})
