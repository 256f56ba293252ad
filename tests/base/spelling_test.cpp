#include "percept/base/spelling.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace percept {
namespace {

TEST(Spelling, DistanceCountsTheFourMistakesOfTyping) {
  EXPECT_EQ(edit_distance("mnist", "mnist"), 0);
  EXPECT_EQ(edit_distance("mnst", "mnist"), 1);
  EXPECT_EQ(edit_distance("mniist", "mnist"), 1);
  EXPECT_EQ(edit_distance("mnisd", "mnist"), 1);
  EXPECT_EQ(edit_distance("nmist", "mnist"), 1);
  EXPECT_EQ(edit_distance("", "abc"), 3);
}

TEST(Spelling, NearestIsOfferedOnlyWhereItCanHaveBeenMeant) {
  std::vector<std::string> words = {"digits", "shapes", "mnist"};
  EXPECT_EQ(nearest_spelling("mnits", words), "mnist");
  EXPECT_EQ(nearest_spelling("digit", words), "digits");
  EXPECT_EQ(nearest_spelling("imagenet", words), std::nullopt);
  EXPECT_EQ(nearest_spelling("", words), std::nullopt);
  EXPECT_EQ(nearest_spelling(std::string(100000, 'x'), words), std::nullopt);
}

}  // namespace
}  // namespace percept
