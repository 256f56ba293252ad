// Comparisons, logic and choice.
#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Binary = Value (*)(Value, Value, Location);

template <Binary f>
Value binary(C& c) {
  return f(c[0], c.second(), Location::current());
}

// Infinite, of the signs that are asked for.
Value infinite(C& c) {
  Value x = c[0], zero = c.number_like(x, 0), found = is_inf(x);
  if (!c.int_of("detect_negative", 1)) found = logical_and(found, less(zero, x));
  if (!c.int_of("detect_positive", 1)) found = logical_and(found, less(x, zero));
  return found;
}

}  // namespace

void add_logic(Mappings& m) {
  m.add("And", binary<logical_and>);
  m.add("Or", binary<logical_or>);
  m.add("Xor", binary<logical_xor>);
  m.add("Not", [](C& c) { return logical_not(c[0]); });
  m.add("Equal", binary<equal>);
  m.add("Less", binary<less>);
  m.add("LessOrEqual", binary<less_equal>);
  m.add("Greater", binary<greater>);
  m.add("GreaterOrEqual", binary<greater_equal>);
  m.add("Where", [](C& c) { return where(c[0], c[1], c[2]); });
  m.add("IsNaN", [](C& c) { return is_nan(c[0]); });
  m.add("IsInf", infinite);
}

}  // namespace percept::onnx
