#include "percept/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace percept {
namespace {

Result<int> half(int number) {
  if (number % 2) return Problem("base.defect", {{"what", number}});
  return number / 2;
}

TEST(Result, HoldsAValue) {
  Result<int> result = half(6);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(bool(result));
  EXPECT_EQ(*result, 3);
  EXPECT_EQ(result.value(), 3);
}

TEST(Result, HoldsAProblem) {
  Result<int> result = half(7);
  ASSERT_FALSE(result.ok());
  EXPECT_FALSE(bool(result));
  EXPECT_EQ(result.problem().code(), "base.defect");
}

TEST(Result, ValueThrowsTheProblem) {
  try {
    half(7).value();
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "base.defect");
  }
  EXPECT_EQ(half(8).value(), 4);
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<std::string>> result = std::make_unique<std::string>("here");
  EXPECT_EQ((*result)->size(), 4u);
  std::unique_ptr<std::string> taken = std::move(result).value();
  EXPECT_EQ(*taken, "here");
}

TEST(Result, OfNothingButSuccess) {
  Result<> done = Done{};
  EXPECT_TRUE(done.ok());
  Result<> failed = Problem("base.hint");
  EXPECT_FALSE(failed.ok());
  EXPECT_THROW(failed.value(), Error);
}

}  // namespace
}  // namespace percept
