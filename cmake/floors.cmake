# The floors: one target a folder of src/, linking only lower ones (ARCHITECTURE.md). All are parts of one
# library, percept, which is what programs link.
add_library(percept SHARED)
add_library(percept::percept ALIAS percept)
target_include_directories(percept PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                          $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(percept PUBLIC cxx_std_20)
set_target_properties(percept PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})

# percept_floor(NAME [BELOW folders...] [LIBRARIES targets...]): compiles src/NAME/*.cpp, sub-folders included.
function(percept_floor NAME)
  cmake_parse_arguments(ARG "" "" "BELOW;LIBRARIES" ${ARGN})
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
  target_link_libraries(percept_${NAME} PRIVATE percept_compile OpenMP::OpenMP_CXX Threads::Threads ${ARG_LIBRARIES})
  target_sources(percept PRIVATE $<TARGET_OBJECTS:percept_${NAME}>)
  target_link_libraries(percept PRIVATE $<BUILD_INTERFACE:OpenMP::OpenMP_CXX> $<BUILD_INTERFACE:Threads::Threads>)
  foreach(library ${ARG_LIBRARIES})
    target_link_libraries(percept PRIVATE $<BUILD_INTERFACE:${library}>)
  endforeach()
endfunction()

percept_floor(base LIBRARIES fmt::fmt)
percept_floor(tensor BELOW base)
percept_floor(data BELOW tensor)
