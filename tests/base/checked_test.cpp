#include "percept/base/checked.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace percept {
namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

TEST(Checked, AddsAndMultipliesWhereThereIsRoom) {
  EXPECT_EQ(checked_add<std::int64_t>(kLargest - 1, 1), kLargest);
  EXPECT_EQ(checked_add<std::int64_t>(kLargest, 1), std::nullopt);
  EXPECT_EQ(checked_add<std::uint64_t>(~0ull, 1), std::nullopt);
  EXPECT_EQ(checked_multiply<std::int64_t>(1ll << 31, 1ll << 31), 1ll << 62);
  EXPECT_EQ(checked_multiply<std::int64_t>(1ll << 32, 1ll << 31), std::nullopt);
  EXPECT_EQ(checked_multiply<std::int64_t>(-1, kLargest), -kLargest);
}

std::optional<std::int64_t> product(const std::vector<std::int64_t>& dims, std::int64_t factor = 1) {
  return checked_product(dims, factor);
}

TEST(Checked, AProductOfSizesIsTheirNumberOfElements) {
  EXPECT_EQ(product({}), 1);
  EXPECT_EQ(product({}, 4), 4);
  EXPECT_EQ(product({2, 3, 4}, 8), 192);
  EXPECT_EQ(product({2, 0, 4}, 8), 0);
  EXPECT_EQ(product({kMostCounted}), kMostCounted);
}

TEST(Checked, AProductBeyondAnyMachineIsNone) {
  EXPECT_EQ(product({kMostCounted + 1}), std::nullopt);
  EXPECT_EQ(product({kMostCounted}, 2), std::nullopt);
  EXPECT_EQ(product({1ll << 32, 1ll << 32}), std::nullopt);
  EXPECT_EQ(product({1ll << 32, 1ll << 32, 0}), std::nullopt);
  EXPECT_EQ(product({0, 1ll << 32, 1ll << 32}), std::nullopt);
  EXPECT_EQ(product({-1}), std::nullopt);
  EXPECT_EQ(product({0, -1}), std::nullopt);
  EXPECT_EQ(checked_product(std::vector<std::uint64_t>{1ull << 63}), std::nullopt);
}

}  // namespace
}  // namespace percept
