// A function of one variable, typed as a formula, with its slope by the engine's own differentiation.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "percept/runtime/program.hpp"

namespace percept::lab {

/// A curve that has a name, and a descent on it that shows something.
struct CurvePreset {
  std::string_view name;     // two-valleys
  std::string_view formula;  // of x
  double left, right;        // where it is looked at
  double start, rate, momentum;
  Message words() const;
};
std::span<const CurvePreset> curve_presets();
std::vector<std::string> curve_names();
/// Null where there is none of that name.
const CurvePreset* find_curve(std::string_view name);

/// A place on a curve.
struct CurvePoint {
  double x = 0, value = 0, slope = 0;
};

/// (f(a + h) - f(a)) / h, the slope of the line through two points of a curve, beside that of the tangent.
struct Secant {
  double h = 0, ahead = 0, ratio = 0, derivative = 0, error = 0;
  template <class V>
  void fields(V& v) {
    v("h", h, "");
    v("ahead", ahead, "f(a + h)");
    v("ratio", ratio, "(f(a + h) - f(a)) / h");
    v("derivative", derivative, "f'(a)");
    v("error", error, "how far the two lie apart");
  }
};

/// Computes in f64. Not thread-safe.
class SlopeCurve {
 public:
  /// A name of `curve_names` or a formula of x, which may also be called theta. Throws `Error`
  /// (recipe.formula.*) that tells the place where it is none.
  explicit SlopeCurve(std::string_view word);

  const std::string& formula() const { return formula_; }
  std::vector<CurvePoint> at(const std::vector<double>& places);
  CurvePoint at(double x) { return at(std::vector<double>{x}).front(); }
  /// So many places, equally far apart.
  std::vector<CurvePoint> drawn(double left, double right, std::int64_t count);
  /// Where it falls and then rises, between these; of flat ground one place.
  std::vector<double> minima(double left, double right);
  std::vector<Secant> secants(double a, const std::vector<double>& steps);
  /// Writes the curve into x's graph.
  Value trace(Value x) const;

 private:
  std::string formula_;
  ParameterStore store_;
  Program program_;
};

/// Steps h from `widest` down to `narrowest`, so many to a power of ten, exact powers of ten among them.
std::vector<double> shrinking(double widest, double narrowest, int to_a_power);

}  // namespace percept::lab
