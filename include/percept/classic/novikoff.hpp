// Novikoff's theorem (1962): where a unit vector u parts two classes with y (u x) >= margin > 0 and no |x|
// exceeds radius, a perceptron that begins at 0 makes at most (radius / margin)^2 mistakes in all.
#pragma once

#include <cstdint>
#include <span>

namespace percept::classic {

struct Separation {
  double radius = 0;
  double margin = 0;  // not above 0: no separation was found

  /// Infinite where there is no margin.
  double most_mistakes() const;
};

/// The margin of weights (w, b) on rows of `inputs` numbers, each with the bias input behind it, and labels
/// 0 and 1; not above 0 where the weights do not part them.
Separation separation_by(std::span<const double> weight, double bias, std::span<const double> rows,
                         std::span<const std::int64_t> labels, double bias_input = 1);

/// The widest margin found in so many steps of MinOver (Krauth and Mézard, 1987), which always adds the
/// example with the smallest margin. It comes near the widest there is: the bound holds for every margin.
Separation separate(std::int64_t inputs, std::span<const double> rows, std::span<const std::int64_t> labels,
                    double bias_input = 1, int steps = 1000);

}  // namespace percept::classic
