// Round numbers beside an axis, and where values stand on it.
#include "plot/scale.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "plot/language.hpp"

namespace percept::plot {
namespace {

std::vector<std::string> texts(const std::vector<Tick>& ticks) {
  std::vector<std::string> out;
  for (const Tick& tick : ticks)
    if (!tick.text.empty()) out.push_back(tick.text);
  return out;
}
using Texts = std::vector<std::string>;

TEST(Ticks, AreOneTwoOrFiveTimesAPowerOfTenApart) {
  Speaking english(Language::english);
  EXPECT_EQ(texts(ticks_of({0, 1}, 5)), (Texts{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(texts(ticks_of({-1.3, 2.9}, 4)), (Texts{"−1", "0", "1", "2"}));
  EXPECT_EQ(texts(ticks_of({0, 60000}, 3)), (Texts{"0", "20,000", "40,000", "60,000"}));
  EXPECT_EQ(texts(ticks_of({0.00011, 0.00039}, 3)), (Texts{"0.0002", "0.0003"}));
  EXPECT_EQ(texts(ticks_of({0, 4e6}, 4)), (Texts{"0", "1·10⁶", "2·10⁶", "3·10⁶", "4·10⁶"}));
}

// Whatever the range, the steps between ticks are such numbers, equal, and neither too few nor too many.
TEST(Ticks, SuitEveryRange) {
  for (double size : {1e-12, 3e-5, 0.07, 1.0, 8.0, 4321.0, 6e9, 1e200})
    for (double start : {-2.0, -0.37, 0.0, 5.1})
      for (int wanted : {2, 5, 9}) {
        Scale scale{start * size, (start + 1) * size};
        std::vector<Tick> ticks = ticks_of(scale, wanted);
        ASSERT_GE(ticks.size(), std::size_t(wanted) / 3) << size << " " << start << " " << wanted;
        ASSERT_LE(double(ticks.size()), 1.6 * wanted + 1);
        for (std::size_t i = 1; i < ticks.size(); ++i) {
          double step = ticks[i].value - ticks[i - 1].value;
          double mantissa = step / std::pow(10, std::floor(std::log10(step) + 1e-6));
          EXPECT_LT(std::min({std::abs(mantissa - 1), std::abs(mantissa - 2), std::abs(mantissa - 5)}), 1e-6)
              << size << " " << start << " " << step;
        }
        std::set<std::string> different;
        for (const Tick& tick : ticks) {
          EXPECT_TRUE(scale.holds(tick.value)) << tick.value;
          different.insert(tick.text);
        }
        EXPECT_EQ(different.size(), ticks.size()) << "two ticks read alike";
      }
}

TEST(Ticks, OfALogarithmArePowersOfTen) {
  Speaking english(Language::english);
  EXPECT_EQ(texts(ticks_of({1e-3, 1e3, true}, 10)),
            (Texts{"0.001", "0.01", "0.1", "1", "10", "100", "1000"}));
  EXPECT_EQ(texts(ticks_of({1e-8, 1, true}, 4)), (Texts{"10⁻⁶", "0.001", "1"}));
  EXPECT_EQ(texts(ticks_of({0.08, 3, true}, 5)), (Texts{"0.1", "0.2", "0.5", "1", "2"}));
  EXPECT_EQ(texts(ticks_of({2, 4, true}, 4)), (Texts{"2.0", "2.5", "3.0", "3.5", "4.0"}))
      << "no power of ten within";
}

TEST(Ticks, SpeakFrench) {
  Speaking french(Language::french);
  EXPECT_EQ(texts(ticks_of({0, 0.5}, 2)), (Texts{"0,0", "0,2", "0,4"}));
  EXPECT_EQ(written(60000, 0), "60\u202f000");
  EXPECT_EQ(written(-0.25), "\u22120,25");
}

TEST(Numbers, AreWrittenShortly) {
  Speaking english(Language::english);
  EXPECT_EQ(written(0), "0");
  EXPECT_EQ(written(3.14159), "3.142");
  EXPECT_EQ(written(1234.5678), "1235");
  EXPECT_EQ(written(2.5), "2.5");
  EXPECT_EQ(written(-0.00001), "−1.00·10⁻⁵");
  EXPECT_EQ(written(-1e-9, 3), "0.000") << "no minus before zero";
  EXPECT_EQ(written(std::nan("")), "–");
}

TEST(Scale, PlacesValues) {
  Scale line{-1, 3};
  EXPECT_DOUBLE_EQ(line.place(-1), 0);
  EXPECT_DOUBLE_EQ(line.place(2), 0.75);
  Scale powers{0.01, 100, true};
  EXPECT_NEAR(powers.place(1), 0.5, 1e-12);
  EXPECT_FALSE(powers.holds(0));
  EXPECT_FALSE(powers.holds(-5));
  Scale turned{0, 4, false, true};
  EXPECT_DOUBLE_EQ(turned.place(1), 0.75);
}

TEST(Scale, HasASpanWhateverTheValues) {
  auto scale_for = [](std::initializer_list<double> values, bool logarithmic) {
    Extent extent{.logarithmic = logarithmic};
    for (double value : values) extent.hold(value);
    return scale_of(extent, 0.05);
  };
  double infinity = std::numeric_limits<double>::infinity();
  for (Scale scale :
       {scale_for({}, false), scale_for({}, true), scale_for({0}, false), scale_for({7}, false),
        scale_for({-1e9, -1e9 - 1e-3}, false), scale_for({1e-30}, true), scale_for({-3, 0}, true),
        scale_for({infinity, -infinity, std::nan("")}, false), scale_for({-1.7e308, 1.7e308}, false)}) {
    EXPECT_LT(scale.least, scale.most);
    EXPECT_TRUE(std::isfinite(scale.most - scale.least));
    EXPECT_LE(ticks_of(scale, 5).size(), 50u) << scale.least << " " << scale.most;
    EXPECT_GE(ticks_of(scale, 5).size(), 1u) << scale.least << " " << scale.most;
  }
  Scale wide = scale_for({0, 10}, false);
  EXPECT_DOUBLE_EQ(wide.least, -0.5);
  EXPECT_DOUBLE_EQ(wide.most, 10.5);
}

}  // namespace
}  // namespace percept::plot
