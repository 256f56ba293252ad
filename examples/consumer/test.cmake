# Installs BUILD into a folder of its own, then configures, builds and runs the consumer against it.
set(place ${BUILD}/consumer)
set(prefix ${place}/prefix)
file(REMOVE_RECURSE ${place})

function(step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

step(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
step(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${place}/build -G Ninja -DCMAKE_BUILD_TYPE=Release
     -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${COMPILER})
step(${CMAKE_COMMAND} --build ${place}/build)
step(${place}/build/consumer)
if(NOT output MATCHES "f32\\[3, 2\\]")
  message(FATAL_ERROR "the consumer printed:\n${output}")
endif()
# The installed program finds its library too.
step(${CMAKE_COMMAND} -E env --unset=LD_LIBRARY_PATH ${prefix}/bin/percept --help)
