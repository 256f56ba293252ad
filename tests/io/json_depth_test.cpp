#include "percept/io/json_depth.hpp"

#include <gtest/gtest.h>

#include <string>

namespace percept::io {
namespace {

std::string nested(int depth) {
  return std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']');
}

TEST(JsonDepth, CountsBracketsWithinBrackets) {
  EXPECT_TRUE(is_shallow_json(""));
  EXPECT_TRUE(is_shallow_json(nested(kMostJsonDepth)));
  EXPECT_FALSE(is_shallow_json(nested(kMostJsonDepth + 1)));
  EXPECT_FALSE(is_shallow_json(std::string(1 << 20, '[')));
  EXPECT_FALSE(is_shallow_json("{\"a\":" + nested(kMostJsonDepth)));
  std::string beside = "[";
  for (int i = 0; i < 100; ++i) beside += "{},[],";
  EXPECT_TRUE(is_shallow_json(beside + "0]"));
}

TEST(JsonDepth, BracketsInTextsAreText) {
  std::string many(100, '[');
  EXPECT_TRUE(is_shallow_json("\"" + many + "\""));
  EXPECT_TRUE(is_shallow_json("\"\\\"" + many + "\""));
  EXPECT_FALSE(is_shallow_json("\"\\\\\"" + many));
}

}  // namespace
}  // namespace percept::io
