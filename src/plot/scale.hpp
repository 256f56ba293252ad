// Where values stand along an axis, and the round numbers written beside it.
#pragma once

#include <string>
#include <vector>

namespace percept::plot {

struct Scale {
  double least = 0, most = 1;
  bool logarithmic = false, reversed = false;

  bool holds(double value) const;
  /// From 0 at the least value to 1 at the most; linear in the value or in its logarithm.
  double place(double value) const;
};

/// The values seen so far.
struct Extent {
  bool logarithmic = false;
  double least = 0, most = 0;
  bool empty = true;
  /// Passes over what cannot stand on the axis.
  void hold(double value);
};

/// A scale that shows an extent, with `margin` of its span on either side; one that is empty or a single
/// value gets a span.
Scale scale_of(Extent extent, double margin);

struct Tick {
  double value = 0;
  std::string text;  // empty: a small one between
};

/// About `wanted` round numbers, 1, 2 or 5 times a power of ten apart; of a logarithmic scale powers of ten.
std::vector<Tick> ticks_of(const Scale& scale, int wanted);

/// So many digits behind the decimal sign of the language; thousands apart from 10,000 on.
std::string written(double value, int digits);
/// With four significant digits at most.
std::string written(double value);

}  // namespace percept::plot
