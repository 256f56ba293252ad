# What Debian asks of the files before they are packed: a changelog in its form, a manual page, texts compressed
# without a time, and no search path of its own in a program whose library lies where all do.
set(usr ${CPACK_TEMPORARY_DIRECTORY}/usr)
set(doc ${usr}/share/doc/percept)
set(man ${usr}/share/man/man1)

string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH where it is set
file(WRITE ${doc}/changelog "${CPACK_PACKAGE_NAME} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * What has changed stands in CHANGELOG.md.

 -- ${CPACK_PACKAGE_CONTACT}  ${now}
")

# The pages of --help, one behind the other. The program lists its verbs itself.
function(percept output)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${usr}/lib LC_ALL=C ${usr}/bin/percept ${ARGN}
                  OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()
function(append_page title)
  percept(text ${ARGN} --help)
  string(REPLACE "\\" "\\e" text "${text}")
  string(REGEX REPLACE "(^|\n)([.'])" "\\1\\\\&\\2" text "${text}")
  string(REPLACE "-" "\\-" text "${text}")
  file(APPEND ${man}/percept.1 ".SH ${title}\n.nf\n${text}.fi\n")
endfunction()
file(WRITE ${man}/percept.1 ".TH PERCEPT 1 \"\" \"percept ${CPACK_PACKAGE_VERSION}\"
.SH NAME
percept \\- ${CPACK_PACKAGE_DESCRIPTION_SUMMARY}
")
append_page(SYNOPSIS)
# A page for each word that begins a line of `list`, behind the verbs in front of it.
function(append_pages list)
  string(REGEX MATCHALL "(^|\n) *[a-z]+" words "${list}")
  foreach(word ${words})
    string(STRIP "${word}" word)
    list(JOIN ARGN " " title)
    string(TOUPPER "${title} ${word}" title)
    string(STRIP "${title}" title)
    append_page("${title}" ${ARGN} ${word})
    percept(help ${ARGN} ${word} --help)
    if(help MATCHES "\ncommands\n((  [^\n]*\n)+)")
      append_pages("${CMAKE_MATCH_1}" ${ARGN} ${word})
    endif()
  endforeach()
endfunction()
percept(verbs completion --)
append_pages("${verbs}")

foreach(file ${doc}/changelog ${man}/percept.1)
  execute_process(COMMAND gzip --best --no-name ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(RPATH_REMOVE FILE ${usr}/bin/percept)
