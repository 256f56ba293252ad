#include "percept/tensor/dtype.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace percept {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

TEST(DType, SizesAndNames) {
  EXPECT_EQ(size_of(DType::f32), 4u);
  EXPECT_EQ(size_of(DType::bf16), 2u);
  EXPECT_EQ(size_of(DType::boolean), 1u);
  EXPECT_EQ(size_of(DType::c128), 16u);
  EXPECT_EQ(name_of(DType::f16), "f16");
  EXPECT_EQ(name_of(DType::u64), "u64");
  EXPECT_EQ(name_of(DType::boolean), "bool");
  EXPECT_EQ(name_of(DType::c64), "c64");
}

TEST(DType, Kinds) {
  EXPECT_TRUE(is_float(DType::bf16));
  EXPECT_FALSE(is_float(DType::i8));
  EXPECT_FALSE(is_float(DType::c64));
  EXPECT_TRUE(is_integer(DType::i8));
  EXPECT_TRUE(is_integer(DType::u64));
  EXPECT_FALSE(is_integer(DType::boolean));
}

TEST(BFloat16, KnownValues) {
  EXPECT_EQ(to_bf16(1.0f).bits, 0x3F80);
  EXPECT_EQ(to_bf16(-2.0f).bits, 0xC000);
  EXPECT_EQ(to_bf16(3.140625f).bits, 0x4049);
  EXPECT_EQ(to_bf16(0.0f).bits, 0x0000);
  EXPECT_EQ(to_bf16(-0.0f).bits, 0x8000);
  EXPECT_EQ(to_bf16(kInfinity).bits, 0x7F80);
}

TEST(BFloat16, RoundsToNearestEven) {
  EXPECT_EQ(to_bf16(1 + 0x1p-8f).bits, 0x3F80);                        // half way, down to even
  EXPECT_EQ(to_bf16(1 + 3 * 0x1p-8f).bits, 0x3F82);                    // half way, up to even
  EXPECT_EQ(to_bf16(1 + 0x1p-8f + 0x1p-20f).bits, 0x3F81);             // above half
  EXPECT_EQ(to_bf16(std::numeric_limits<float>::max()).bits, 0x7F80);  // beyond the largest
}

TEST(BFloat16, EveryValueComesBack) {
  for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
    BFloat16 value{std::uint16_t(bits)};
    if (std::isnan(to_float(value)))
      EXPECT_TRUE(std::isnan(to_float(to_bf16(to_float(value))))) << bits;
    else
      EXPECT_EQ(to_bf16(to_float(value)).bits, bits);
  }
}

TEST(Float16, KnownValues) {
  EXPECT_EQ(to_f16(1.0f).bits, 0x3C00);
  EXPECT_EQ(to_f16(-2.0f).bits, 0xC000);
  EXPECT_EQ(to_f16(0.333251953125f).bits, 0x3555);
  EXPECT_EQ(to_f16(65504.0f).bits, 0x7BFF);  // the largest
  EXPECT_EQ(to_f16(0x1p-14f).bits, 0x0400);  // the smallest normal
  EXPECT_EQ(to_f16(0x1p-24f).bits, 0x0001);  // the smallest subnormal
  EXPECT_EQ(to_f16(-0.0f).bits, 0x8000);
  EXPECT_EQ(to_f16(kInfinity).bits, 0x7C00);
  EXPECT_EQ(to_f16(-kInfinity).bits, 0xFC00);
}

TEST(Float16, RoundsToNearestEven) {
  EXPECT_EQ(to_f16(1 + 0x1p-11f).bits, 0x3C00);
  EXPECT_EQ(to_f16(1 + 3 * 0x1p-11f).bits, 0x3C02);
  EXPECT_EQ(to_f16(65519.0f).bits, 0x7BFF);
  EXPECT_EQ(to_f16(65520.0f).bits, 0x7C00);  // half way to the value after the largest: infinity
  EXPECT_EQ(to_f16(0x1p-25f).bits, 0x0000);
  EXPECT_EQ(to_f16(0x1.8p-25f).bits, 0x0001);
}

TEST(Float16, EveryValueComesBack) {
  for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
    Float16 value{std::uint16_t(bits)};
    if (std::isnan(to_float(value)))
      EXPECT_TRUE(std::isnan(to_float(to_f16(to_float(value))))) << bits;
    else
      EXPECT_EQ(to_f16(to_float(value)).bits, bits);
  }
}

}  // namespace
}  // namespace percept
