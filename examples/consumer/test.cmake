# Installs BUILD into a folder of its own, then configures, builds and runs against it the consumer, and the project
# that `percept new` writes.
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
function(build_project source)
  step(${CMAKE_COMMAND} -S ${source} -B ${source}/build -G Ninja -DCMAKE_BUILD_TYPE=Release
       -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${COMPILER})
  step(${CMAKE_COMMAND} --build ${source}/build)
endfunction()

file(COPY ${CMAKE_CURRENT_LIST_DIR}/main.cpp ${CMAKE_CURRENT_LIST_DIR}/CMakeLists.txt DESTINATION ${place}/consumer)
build_project(${place}/consumer)
step(${place}/consumer/build/consumer)
if(NOT output MATCHES "f32\\[3, 2\\]")
  message(FATAL_ERROR "the consumer printed:\n${output}")
endif()
# The installed program finds its library too.
step(${CMAKE_COMMAND} -E env --unset=LD_LIBRARY_PATH ${prefix}/bin/percept new ${place}/digits --lang en)
build_project(${place}/digits)
step(${CMAKE_COMMAND} -E env GOMP_SPINCOUNT=3000 ${place}/digits/build/train 1)
if(NOT output MATCHES "epoch 1: .* [89][0-9]\\.[0-9][0-9] % of the test images right")
  message(FATAL_ERROR "the new project printed:\n${output}")
endif()
