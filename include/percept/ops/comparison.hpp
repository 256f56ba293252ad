// Comparisons, logic and the choice between two values. Shapes broadcast as in elementwise.hpp; a comparison
// gives bools, and no gradient passes through it.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

/// y = [a = b]
Value equal(Value a, Value b, Location at = Location::current());
/// y = [a != b]
Value not_equal(Value a, Value b, Location at = Location::current());
/// y = [a < b]
Value less(Value a, Value b, Location at = Location::current());
/// y = [a <= b]
Value less_equal(Value a, Value b, Location at = Location::current());
/// y = [a > b]
inline Value greater(Value a, Value b, Location at = Location::current()) { return less(b, a, at); }
/// y = [a >= b]
inline Value greater_equal(Value a, Value b, Location at = Location::current()) {
  return less_equal(b, a, at);
}

// Of bools.
Value logical_not(Value x, Location at = Location::current());
Value logical_and(Value a, Value b, Location at = Location::current());
Value logical_or(Value a, Value b, Location at = Location::current());
Value logical_xor(Value a, Value b, Location at = Location::current());

/// Whether an element is NaN, or infinite.
Value is_nan(Value x, Location at = Location::current());
Value is_inf(Value x, Location at = Location::current());

/// y = a where the condition holds, else b
Value where(Value condition, Value a, Value b, Location at = Location::current());
Value where(Value condition, Value a, double b, Location at = Location::current());
Value where(Value condition, double a, Value b, Location at = Location::current());

}  // namespace percept
