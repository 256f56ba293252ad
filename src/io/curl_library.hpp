// libcurl, loaded when something is first downloaded: percept runs without it.
#pragma once

#include <curl/curl.h>

#include "percept/base/result.hpp"

namespace percept::io {

/// The functions of libcurl that are used here. (curl.h wraps curl_easy_setopt and curl_easy_getinfo in
/// macros, which must not meet these names.)
struct CurlLibrary {
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_perform) easy_perform;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_strerror) easy_strerror;
};

/// Loads the first of the shared libraries `names` that is there. The library stays loaded.
Result<CurlLibrary> load_curl(std::initializer_list<const char*> names);

/// The system's own, loaded once.
const Result<CurlLibrary>& curl_library();

}  // namespace percept::io
