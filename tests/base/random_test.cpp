#include "percept/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace percept {
namespace {

// Known answers of the Random123 distribution (kat_vectors, philox4x32 10).
TEST(Philox, KnownAnswers) {
  using Block = std::array<std::uint32_t, 4>;
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, DependsOnSeedPathStepAndIndexOnly) {
  RandomStream a(1, "conv", 3), b(1, "conv", 3);
  EXPECT_EQ(a.bits(1000), b.bits(1000));
  EXPECT_NE(a.bits(0), RandomStream(2, "conv", 3).bits(0));
  EXPECT_NE(a.bits(0), RandomStream(1, "fc", 3).bits(0));
  EXPECT_NE(a.bits(0), RandomStream(1, "conv", 4).bits(0));
  EXPECT_NE(a.bits(0), a.bits(1));
}

TEST(RandomStream, MomentsOfTheDraws) {
  RandomStream stream(0, "moments");
  double uniform = 0, normal = 0, square = 0;
  constexpr int n = 100000;
  for (int i = 0; i < n; ++i) {
    uniform += stream.uniform(std::uint64_t(i));
    double z = stream.normal(std::uint64_t(i));
    normal += z;
    square += z * z;
  }
  EXPECT_NEAR(uniform / n, 0.5, 3 * 0.2887 / std::sqrt(n));
  EXPECT_NEAR(normal / n, 0, 3 / std::sqrt(n));
  EXPECT_NEAR(square / n, 1, 3 * std::sqrt(2.0 / n));
}

}  // namespace
}  // namespace percept
