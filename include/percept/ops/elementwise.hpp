// Ops that treat every element by itself. Shapes of two operands broadcast as in NumPy: sizes are equal, or
// one of them is 1 or missing; the broadcast is a node of its own in the graph.
#pragma once

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
/// y = e^x
Value exp(Value x, Location at = Location::current());
/// y = ln x
Value log(Value x, Location at = Location::current());
/// y = max(x, 0)
Value relu(Value x, Location at = Location::current());
/// y = grad where output > 0, else 0: the gradient of relu, given its output
Value relu_backward(Value grad, Value output, Location at = Location::current());
/// y = 1 / (1 + e^-x)
Value sigmoid(Value x, Location at = Location::current());
/// y = tanh x
Value tanh(Value x, Location at = Location::current());
/// y = 1 where a = b, else 0, as bool
Value equal(Value a, Value b, Location at = Location::current());

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
