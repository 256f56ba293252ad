// src/ops/nearest_rows.cpp - y_1, ..., y_k = the rows p with the smallest sum of (x - p)^2, the lower of
// equally near ones first.
#include "percept/ops/nearest.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& nearest_rows_op() {
  static const OpDef op =
      OpDef("nearest_rows")
          .doc("The positions of the rows that lie nearest.",
               R"(\lVert x - p_{y_1} \rVert \le \lVert x - p_{y_2} \rVert \le \dots)")
          .input("x")
          .input("points")
          .output("y")
          .options<NearestOptions>()
          .shape_rule([](ShapeContext& c) {
            std::int64_t k = c.options<NearestOptions>().k;
            if (!c.require_float(0)) return;
            bool numbers = c.dtype(1) == c.dtype(0) || c.dtype(1) == DType::u8;
            c.require(numbers, "ops.nearest.points", {{"actual", name_of(c.dtype(1))}});
            bool tables = c.shape(0).rank() == 2 && c.shape(1).rank() == 2 && c.shape(0)[1] == c.shape(1)[1];
            if (!c.require(tables, "ops.nearest.features",
                           {{"x", to_string(c.shape(0))}, {"points", to_string(c.shape(1))}}))
              return;
            std::int64_t rows = c.shape(1)[0];
            if (c.require(k >= 1 && k <= rows, "ops.nearest.k", {{"k", k}, {"rows", rows}}))
              c.output(DType::i64, {c.shape(0)[0], k});
          })
          .no_gradient("positions are whole numbers");
  return op;
}

Value nearest_rows(Value x, Value points, NearestOptions options, Location at) {
  return emit(nearest_rows_op(), {x, points}, Attributes::of(options), at);
}

}  // namespace percept
