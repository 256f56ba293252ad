// What the slope tab shows: a curve, a secant beside its tangent, and a descent without and with momentum.
#pragma once

#include <memory>

#include "percept/lab/descent.hpp"

namespace percept::lab {

struct SlopeQuestion {
  std::string curve = "two-valleys";
  double left = -1.8, right = 1.8;
  double a = 0.2, h = 1;
  double start = 1.5, rate = 0.05, momentum = 0.95;
  bool nesterov = false;
  template <class V>
  void fields(V& v) {
    v("curve", curve, "a name of catalogue.curves, or a formula of x");
    v("left", left, "the part of the curve that is looked at");
    v("right", right, "");
    v("a", a, "where the tangent touches");
    v("h", h, "from there to the secant's other point");
    v("start", start, "of both descents");
    v("rate", rate, "0 to 1000");
    v("momentum", momentum, "of the second descent: 0 to 1");
    v("nesterov", nesterov, "whether it looks ahead");
  }
};

/// A descent as the page draws it.
struct SlopePath {
  std::vector<std::vector<double>> steps;
  std::string end;
  double x = 0, value = 0, slope = 0;
  std::optional<double> nearest, found;
  bool escaped = false, lowest = false;
  template <class V>
  void fields(V& v) {
    v("steps", steps, "[x, f(x), slope, velocity, new x] of each, at most 600");
    v("end", end, R"("settled" | "diverged" | "undefined" | "steps")");
    v("x", x, "where it ended");
    v("value", value, "f there; null: none");
    v("slope", slope, "");
    v("nearest", nearest, "the minimum downhill from the start");
    v("found", found, "the minimum that it settled in");
    v("escaped", escaped, "from the nearest minimum into another");
    v("lowest", lowest, "whether that is the lowest in sight");
  }
};

struct SlopeView {
  std::string formula;
  std::vector<double> heights, minima;
  double value = 0;
  Secant secant;
  std::vector<std::vector<double>> errors;
  SlopePath plain, inert;
  template <class V>
  void fields(V& v) {
    v("formula", formula, "");
    v("heights", heights, "f at places equally far apart, from left to right; null where it has no value");
    v("minima", minima, "");
    v("value", value, "f(a)");
    v("secant", secant, "");
    v("errors", errors, "[h, how far the secant's slope is off], from h = 1 to 1e-16");
    v("plain", plain, "without momentum");
    v("inert", inert, "and with it");
  }
};

/// Keeps the curve of the last question. Not thread-safe.
class SlopeLab {
 public:
  /// Throws `Error`, naming the field, where the question cannot be answered.
  SlopeView look(const SlopeQuestion& question);

 private:
  std::string word_;
  std::unique_ptr<SlopeCurve> curve_;
};

}  // namespace percept::lab
