// src/ops/random_normal.cpp - y_i ~ N(0, 1), the i-th draw of (seed, stream, run).
#include "random_rules.hpp"

namespace percept {

const OpDef& random_normal_op() {
  static const OpDef op =
      OpDef("random_normal")
          .doc("Random numbers of the normal law with mean 0 and deviation 1.", R"(y_i \sim N(0, 1))")
          .input("counter")
          .output("y")
          .options<RandomOptions>()
          .shape_rule(drawn)
          .no_gradient("a draw depends on no number that could change a little");
  return op;
}

Value random_normal(Graph& graph, Shape shape, DType dtype, Location at) {
  return emit_random(random_normal_op(), graph, std::move(shape), dtype, at);
}

}  // namespace percept
