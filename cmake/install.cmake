# What `cmake --install` lays down, so that find_package(percept) works in another project.
include(CMakePackageConfigHelpers)
install(TARGETS percept EXPORT percept LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/percept DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT percept NAMESPACE percept:: FILE percept-targets.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/percept)
file(WRITE ${PROJECT_BINARY_DIR}/percept-config.cmake
     "include(\${CMAKE_CURRENT_LIST_DIR}/percept-targets.cmake)\n")
write_basic_package_version_file(${PROJECT_BINARY_DIR}/percept-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/percept-config.cmake ${PROJECT_BINARY_DIR}/percept-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/percept)
