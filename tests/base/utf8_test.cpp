#include "percept/base/utf8.hpp"

#include <gtest/gtest.h>

namespace percept {
namespace {

TEST(Utf8, TellsTextFromOtherBytes) {
  for (const char* text :
       {"", "plain", "été", "€", "😀", "\xC2\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(text)) << text;
  const char* others[] = {"\xE9t\xE9",         // Latin-1
                          "\x80",              // a continuation alone
                          "\xC3",              // cut
                          "\xE2\x82",          // cut
                          "\xC3(",             // no continuation
                          "\xC0\xAF",          // overlong in two bytes
                          "\xE0\x80\xAF",      // in three
                          "\xF0\x80\x80\xAF",  // in four
                          "\xED\xA0\x80",      // a surrogate
                          "\xF4\x90\x80\x80",  // beyond U+10FFFF
                          "\xF8\x88\x80\x80\x80",
                          "\xFF"};
  for (const char* bytes : others) EXPECT_FALSE(is_utf8(bytes)) << bytes;
}

}  // namespace
}  // namespace percept
