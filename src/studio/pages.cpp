// The pages, which the assembler has put into this library (cmake/pages.cmake).
#include "percept/studio/pages.hpp"

#include <array>

namespace percept::studio {
namespace {

struct Type {
  std::string_view ending, type;
};
constexpr Type kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
};

std::string_view type_of(std::string_view path) {
  for (const Type& type : kTypes)
    if (path.ends_with(type.ending)) return type.type;
  return "application/octet-stream";
}

// In both languages: who reads it has not chosen one yet.
constexpr std::string_view kWithout = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>percept studio</title>
<style>
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark }
  code { background: #8883; padding: 0.1em 0.4em; border-radius: 0.2em }
</style>
<main>
<h1>percept studio</h1>
<p>The server works, but this program was built without the studio's pages. In the folder of percept's sources,
<code>./dev studio</code> builds them (it installs Node.js if there is none) and starts the studio.</p>
<p lang="fr">Le serveur fonctionne, mais ce programme a été construit sans les pages du studio. Dans le dossier des
sources de percept, <code>./dev studio</code> les construit (et installe Node.js s'il n'y en a pas), puis lance le
studio.</p>
</main>
</html>
)html";

}  // namespace

// Of pages.S: the symbols of each file, in the order of the table.
#define PERCEPT_PAGE(number, path)                                                      \
  extern "C" const char percept_page_##number##_begin[], percept_page_##number##_end[], \
      percept_page_##number##_gzip[], percept_page_##number##_gzip_end[];
#include <pages.inc>
#undef PERCEPT_PAGE

const Pages& built_in_pages() {
  static const Pages pages = [] {
    Pages pages;
    auto add = [&](std::string_view path, const char* begin, const char* end, const char* gzip,
                   const char* gzip_end) {
      std::string_view bytes(begin, std::size_t(end - begin)), packed(gzip, std::size_t(gzip_end - gzip));
      // Pictures and fonts are packed already.
      if (packed.size() > bytes.size() - bytes.size() / 16) packed = {};
      pages.push_back({path, type_of(path), bytes, packed});
    };
#define PERCEPT_PAGE(number, path)                                                                    \
  add(path, percept_page_##number##_begin, percept_page_##number##_end, percept_page_##number##_gzip, \
      percept_page_##number##_gzip_end);
#include <pages.inc>
#undef PERCEPT_PAGE
    (void)add;
    if (pages.empty()) pages.push_back({"index.html", "text/html; charset=utf-8", kWithout, {}});
    return pages;
  }();
  return pages;
}

}  // namespace percept::studio
