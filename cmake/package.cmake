# The Debian package, `cpack -G DEB` or `./dev package`: program, library, headers and completions in one
# (docs/adr/0013-one-debian-package.md).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME percept)
set(CPACK_PACKAGE_CONTACT "percept maintainers <maintainers@percept.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "deep learning in C++ that one can see through")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "percept trains, evaluates and applies neural networks from the command line
or from C++. One graph is traced, differentiated as data, planned once and run
many times, and every number of it can be looked at. Its errors say what,
where, and what to do about it, in English and in French.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/triggers)
set(CPACK_DEBIAN_PACKAGE_DEPENDS fonts-dejavu-core)  # the letters of plots; the libraries are found
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libcurl4 | libcurl3-gnutls")  # loaded when something is downloaded
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, g++")  # for programs of one's own
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/staged.cmake)
set(CPACK_VERBATIM_VARIABLES ON)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/packaging/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
        RENAME percept)
include(CPack)
