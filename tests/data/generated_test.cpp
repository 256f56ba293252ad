#include "percept/data/generated.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

namespace percept::data {
namespace {

struct Set {
  const char* name;
  Examples (*generate)(std::int64_t, std::uint64_t);
  Shape image;
};
void PrintTo(const Set& shown, std::ostream* out) { *out << shown.name; }  // for GoogleTest

class Generated : public testing::TestWithParam<Set> {};

std::span<const std::uint8_t> image(const Examples& examples, std::int64_t i) {
  std::int64_t size = examples.images.size() / examples.images.shape()[0];
  return examples.images.data<std::uint8_t>().subspan(std::size_t(i * size), std::size_t(size));
}

TEST_P(Generated, ShapesAndTypes) {
  Examples examples = GetParam().generate(7, 1);
  Shape shape = GetParam().image;
  EXPECT_EQ(examples.images.shape(), (Shape{7, shape[0], shape[1], shape[2]}));
  EXPECT_EQ(examples.images.dtype(), DType::u8);
  EXPECT_EQ(examples.labels.shape(), (Shape{7}));
  EXPECT_EQ(examples.labels.dtype(), DType::i64);
  EXPECT_EQ(GetParam().generate(0, 1).labels.size(), 0);
}

TEST_P(Generated, AnExampleDependsOnSeedAndIndexAlone) {
  Examples few = GetParam().generate(13, 5), many = GetParam().generate(100, 5);
  for (std::int64_t i = 0; i < 13; ++i) {
    EXPECT_TRUE(std::ranges::equal(image(few, i), image(many, i))) << i;
    EXPECT_EQ(few.labels.at(i), many.labels.at(i)) << i;
  }
}

TEST_P(Generated, SeedsAndIndicesDiffer) {
  Examples a = GetParam().generate(50, 1), b = GetParam().generate(50, 2);
  for (std::int64_t i = 0; i < 50; ++i) EXPECT_FALSE(std::ranges::equal(image(a, i), image(b, i))) << i;
  std::set<std::vector<std::uint8_t>> distinct;
  for (std::int64_t i = 0; i < 50; ++i) distinct.emplace(image(a, i).begin(), image(a, i).end());
  EXPECT_EQ(distinct.size(), 50u);
  EXPECT_FALSE(std::ranges::equal(a.labels.data<std::int64_t>(), b.labels.data<std::int64_t>()));
}

TEST_P(Generated, EveryTenHoldEachClassOnce) {
  Examples examples = GetParam().generate(200, 3);
  auto labels = examples.labels.data<std::int64_t>();
  for (std::size_t begin = 0; begin < 200; begin += 10) {
    auto ten = labels.subspan(begin, 10);
    std::set<std::int64_t> classes(ten.begin(), ten.end());
    EXPECT_EQ(classes.size(), 10u);
    EXPECT_EQ(*classes.begin(), 0);
    EXPECT_EQ(*classes.rbegin(), 9);
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, Generated,
                         testing::Values(Set{"digits", generate_digits, Shape{1, 28, 28}},
                                         Set{"shapes", generate_shapes, Shape{3, 32, 32}}),
                         [](const auto& info) { return info.param.name; });

TEST(Digits, InkIsThereAndInside) {
  constexpr int side = 28;
  Examples examples = generate_digits(2000, 11);
  for (std::int64_t i = 0; i < 2000; ++i) {
    auto pixels = image(examples, i);
    double ink = 0, x = 0, y = 0;
    int most = 0, edge = 0;
    for (int p = 0; p < side * side; ++p) {
      int value = pixels[std::size_t(p)], column = p % side, row = p / side;
      ink += value;
      x += value * (column + 0.5);
      y += value * (row + 0.5);
      most = std::max(most, value);
      if (column == 0 || row == 0 || column == side - 1 || row == side - 1) edge = std::max(edge, value);
    }
    ASSERT_GT(ink / 255, 10) << i;  // pixels' worth
    ASSERT_LT(ink / 255, 350) << i;
    EXPECT_GT(most, 200) << i;
    EXPECT_LT(edge, 128) << i;
    EXPECT_NEAR(x / ink, side / 2.0, 5) << i;
    EXPECT_NEAR(y / ink, side / 2.0, 5) << i;
  }
}

// The share of `test` whose nearest class mean in `train` is their own.
double nearest_mean(const Examples& train, const Examples& test) {
  std::size_t size = image(train, 0).size();
  std::array<std::vector<double>, 10> mean;
  for (auto& m : mean) m.assign(size, 0);
  std::int64_t trained = train.labels.size(), tested = test.labels.size(), right = 0;
  for (std::int64_t i = 0; i < trained; ++i) {
    auto pixels = image(train, i);
    auto& m = mean[std::size_t(train.labels.at(i))];
    for (std::size_t p = 0; p < size; ++p) m[p] += pixels[p] * 10.0 / double(trained);
  }
  for (std::int64_t i = 0; i < tested; ++i) {
    auto pixels = image(test, i);
    auto distance = [&](const std::vector<double>& m) {
      double sum = 0;
      for (std::size_t p = 0; p < size; ++p) sum += (pixels[p] - m[p]) * (pixels[p] - m[p]);
      return sum;
    };
    auto nearest = std::ranges::min_element(mean, {}, distance) - mean.begin();
    right += nearest == test.labels.at(i);
  }
  return double(right) / double(tested);
}

// Digits look alike within a class, but not so alike that there is nothing left to learn.
TEST(Digits, ClassesAreDistinctButNotTrivial) {
  double accuracy = nearest_mean(generate_digits(2000, 1), generate_digits(500, 2));
  EXPECT_GT(accuracy, 0.5);
  EXPECT_LT(accuracy, 0.9);
}

// Colour, place and turn tell nothing of a shape: to a linear rule they are nearly noise.
TEST(Shapes, PixelsAloneTellLittle) {
  double accuracy = nearest_mean(generate_shapes(2000, 1), generate_shapes(500, 2));
  EXPECT_LT(accuracy, 0.35);
}

TEST(Shapes, StandOutFromTheGround) {
  Examples examples = generate_shapes(500, 4);
  constexpr std::size_t plane = 32 * 32;
  for (std::int64_t i = 0; i < 500; ++i) {
    auto pixels = image(examples, i);
    double spread = 0;  // the largest over the channels
    for (std::size_t c = 0; c < 3; ++c) {
      auto [low, high] = std::ranges::minmax(pixels.subspan(c * plane, plane));
      spread = std::max(spread, double(high - low));
    }
    EXPECT_GT(spread, 50) << i;
  }
}

TEST(Shapes, EveryClassHasAName) {
  EXPECT_EQ(shape_classes().size(), 10u);
  EXPECT_EQ(shape_classes().front(), "circle");
  EXPECT_EQ(std::set<std::string>(shape_classes().begin(), shape_classes().end()).size(), 10u);
}

}  // namespace
}  // namespace percept::data
