#include "curl_library.hpp"

#include <dlfcn.h>

namespace percept::io {
namespace {

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

}  // namespace

Result<CurlLibrary> load_curl(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) continue;
    CurlLibrary curl{};
    decltype(&::curl_global_init) global_init = nullptr;
    bool whole = find(library, "curl_global_init", global_init) &&
                 find(library, "curl_easy_init", curl.easy_init) &&
                 find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
                 find(library, "curl_easy_perform", curl.easy_perform) &&
                 find(library, "curl_easy_setopt", curl.easy_setopt) &&
                 find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
                 find(library, "curl_easy_strerror", curl.easy_strerror);
    if (whole && global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) return curl;
    ::dlclose(library);
  }
  return Problem("io.no_curl").with_hint("io.no_curl.hint");
}

const Result<CurlLibrary>& curl_library() {
  // Both names have one interface; Debian calls the build with GnuTLS otherwise.
  static const Result<CurlLibrary> library = load_curl({"libcurl.so.4", "libcurl-gnutls.so.4"});
  return library;
}

}  // namespace percept::io
