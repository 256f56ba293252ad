// What the reductions share.
#pragma once

#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {

/// The shape with the folded axes of size 1.
Shape with_ones(const Shape& shape, const std::vector<std::int64_t>& axes);
/// The shape rule: the folded axes are gone, or of size 1 with `keep`.
void reduced(ShapeContext& c);
/// A gradient of the reduced shape repeated over the folded axes of input 0.
Value spread(GradientContext& c, Value gradient);
/// The axes of x counted from the front, in order and each once; throws where x has none such.
std::vector<std::int64_t> checked_axes(Value x, std::vector<std::int64_t> axes, const std::string& op,
                                       Location at);
/// Emits the reduction, its axes counted from the front, in order and each once; x itself where there are
/// none.
Value emit_reduction(const OpDef& op, Value x, ReduceOptions options, Location at);

}  // namespace percept
