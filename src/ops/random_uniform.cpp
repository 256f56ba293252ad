// src/ops/random_uniform.cpp - y_i ~ U[0, 1), the i-th draw of (seed, stream, run).
#include "random_rules.hpp"

namespace percept {

const OpDef& random_uniform_op() {
  static const OpDef op = OpDef("random_uniform")
                              .doc("Random numbers, evenly spread.", R"(y_i \sim U[0, 1))")
                              .input("counter")
                              .output("y")
                              .options<RandomOptions>()
                              .shape_rule(drawn)
                              .no_gradient("a draw depends on no number that could change a little");
  return op;
}

Value random_uniform(Graph& graph, Shape shape, DType dtype, Location at) {
  return emit_random(random_uniform_op(), graph, std::move(shape), dtype, at);
}

}  // namespace percept
