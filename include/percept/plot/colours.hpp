// One meaning a colour, as in the studio: values from negative (orange) by zero to positive (blue), classes,
// training and test.
#pragma once

#include <cstdint>

namespace percept::plot {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  bool operator==(const Colour&) const = default;
};

inline constexpr Colour kInk{32, 36, 42}, kSoft{104, 110, 118}, kGrid{228, 226, 220}, kPaper{255, 255, 255};
inline constexpr Colour kTrain{15, 122, 85}, kTest{138, 63, 158};
inline constexpr Colour kPositive{29, 99, 173}, kNegative{199, 90, 0};

/// Ten that stay apart for colour-blind readers as well (after Okabe and Ito), over and over.
Colour class_colour(std::int64_t label);
/// Of a value between -1 (orange) and 1 (blue); 0 is the ground.
Colour value_colour(double value);
/// So much of `a` on the way to `b`: 0 gives a, 1 gives b.
Colour mixed(Colour a, Colour b, double share);
/// What can be read on it: ink or paper.
Colour ink_on(Colour ground);

}  // namespace percept::plot
