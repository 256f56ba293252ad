#include "percept/studio/pages.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace percept::studio {
namespace {

const Page* find(std::string_view path) {
  for (const Page& page : built_in_pages())
    if (page.path == path) return &page;
  return nullptr;
}

// What comes later, such as formulas, comes when it is needed.
TEST(BuiltInPages, TheFirstLoadIsAtMostAMegabyte) {
  const Page* index = find("index.html");
  ASSERT_TRUE(index);
  std::size_t bytes = index->gzip.empty() ? index->bytes.size() : index->gzip.size();
  std::string text(index->bytes);
  std::regex named("(?:src|href)=\"\\.?/([^\"]+)\"");
  for (std::sregex_iterator it(text.begin(), text.end(), named), end; it != end; ++it) {
    const Page* page = find((*it)[1].str());
    ASSERT_TRUE(page) << (*it)[1];
    bytes += page->gzip.empty() ? page->bytes.size() : page->gzip.size();
  }
  EXPECT_LE(bytes, 1u << 20);
}

}  // namespace
}  // namespace percept::studio
