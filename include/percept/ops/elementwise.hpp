// Ops that treat every element by itself. Shapes of two operands broadcast as in NumPy: sizes are equal, or
// one of them is 1 or missing; the broadcast is a node of its own in the graph.
#pragma once

#include <limits>

#include "percept/graph/graph.hpp"

namespace percept {

/// y = a + b
Value add(Value a, Value b, Location at = Location::current());
/// y = a - b
Value sub(Value a, Value b, Location at = Location::current());
/// y = a * b
Value mul(Value a, Value b, Location at = Location::current());
/// y = a / b
Value div(Value a, Value b, Location at = Location::current());
/// y = -x
Value neg(Value x, Location at = Location::current());
/// y = |x|
Value abs(Value x, Location at = Location::current());
/// y = 1, 0 or -1: the sign of x
Value sign(Value x, Location at = Location::current());
/// y = a^b
Value pow(Value a, Value b, Location at = Location::current());
Value pow(Value a, double b, Location at = Location::current());
/// y = the square root of x
Value sqrt(Value x, Location at = Location::current());
/// y = the larger, or smaller, of a and b; NaN where one is. Where they are equal each gets half the
/// gradient.
Value maximum(Value a, Value b, Location at = Location::current());
Value minimum(Value a, Value b, Location at = Location::current());
/// y = the whole number below, above, towards zero, or nearest (halves to the even one). Their slope is zero.
Value floor(Value x, Location at = Location::current());
Value ceil(Value x, Location at = Location::current());
Value trunc(Value x, Location at = Location::current());
Value round(Value x, Location at = Location::current());
/// y = e^x
Value exp(Value x, Location at = Location::current());
/// y = ln x
Value log(Value x, Location at = Location::current());
/// y = e^x - 1 and y = ln(1 + x), exact near zero
Value expm1(Value x, Location at = Location::current());
Value log1p(Value x, Location at = Location::current());
/// y = 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x
Value erf(Value x, Location at = Location::current());
/// Of an angle in radians, and back.
Value sin(Value x, Location at = Location::current());
Value cos(Value x, Location at = Location::current());
Value tan(Value x, Location at = Location::current());
Value asin(Value x, Location at = Location::current());
Value acos(Value x, Location at = Location::current());
Value atan(Value x, Location at = Location::current());
/// Hyperbolic functions, and back; tanh stands with the activations.
Value sinh(Value x, Location at = Location::current());
Value cosh(Value x, Location at = Location::current());
Value asinh(Value x, Location at = Location::current());
Value acosh(Value x, Location at = Location::current());
Value atanh(Value x, Location at = Location::current());

struct ClipOptions {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  template <class V>
  void fields(V& v) {
    v("low", low, "the least value");
    v("high", high, "the greatest value");
  }
};
/// y = x held between low and high
Value clip(Value x, ClipOptions options, Location at = Location::current());

/// y = the angle of the point (b, a), between -pi and pi
Value atan2(Value a, Value b, Location at = Location::current());
/// y = x^2
Value square(Value x, Location at = Location::current());
/// y = 1 / sqrt(x)
Value rsqrt(Value x, Location at = Location::current());
/// y = 1 / x
Value reciprocal(Value x, Location at = Location::current());
/// y = log_2 x, and log_10 x
Value log2(Value x, Location at = Location::current());
Value log10(Value x, Location at = Location::current());

struct CastOptions {
  DType to = DType::f32;
  template <class V>
  void fields(V& v) {
    v("to", to, "type of the output's elements");
  }
};
/// y = x as another type; to an integer it truncates, to bool it asks x != 0.
Value cast(Value x, DType to, Location at = Location::current());

// A number beside a Value is a constant of its dtype.
inline Value operator+(Value a, Value b) { return add(a, b); }
inline Value operator-(Value a, Value b) { return sub(a, b); }
inline Value operator*(Value a, Value b) { return mul(a, b); }
inline Value operator/(Value a, Value b) { return div(a, b); }
inline Value operator-(Value x) { return neg(x); }
Value operator+(Value a, double b);
Value operator-(Value a, double b);
Value operator*(Value a, double b);
Value operator/(Value a, double b);
Value operator+(double a, Value b);
Value operator-(double a, Value b);
Value operator*(double a, Value b);
Value operator/(double a, Value b);

}  // namespace percept
