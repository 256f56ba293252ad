#include "recurrent_rules.hpp"

#include <numeric>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/comparison.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/linear_algebra.hpp"

namespace percept {

std::optional<RecurrentSizes> require_recurrent(ShapeContext& c, int gates, int weight, int input_gates) {
  bool ranks = c.require_rank(0, 3);
  ranks = c.require_rank(weight, 2) && ranks;
  c.require_float(0);
  c.require_same_dtype(0, weight);
  if (!ranks) return std::nullopt;
  const Shape &x = c.shape(0), &w = c.shape(weight);
  RecurrentSizes sizes{x[0], x[1], w[1]};
  bool square = c.require(w[0] == gates * w[1], "ops.recurrent.weight",
                          {{"weight", to_string(w)}, {"rows", gates * w[1]}, {"gates", gates}});
  bool fits = c.require(x[2] == input_gates * w[1], "ops.recurrent.input",
                        {{"input", x[2]}, {"wanted", input_gates * w[1]}, {"hidden", w[1]}});
  bool steps = c.require(x[0] > 0, "ops.recurrent.steps");
  return square && fits && steps ? std::optional(sizes) : std::nullopt;
}

void require_part(ShapeContext& c, int input, const char* part, const Shape& shape) {
  c.require_same_dtype(0, input);
  c.require(c.shape(input) == shape, "ops.recurrent.part",
            {{"part", part}, {"actual", to_string(c.shape(input))}, {"wanted", to_string(shape)}});
}

void require_lengths(ShapeContext& c, int input, const RecurrentSizes& sizes) {
  c.require_dtype(input, DType::i64);
  c.require(c.shape(input) == Shape{sizes.batch}, "ops.recurrent.lengths",
            {{"lengths", to_string(c.shape(input))}, {"batch", sizes.batch}});
}

Value state_or_zeros(Value state, Value input, Value weight, Location at) {
  // Where input or weight is of no use the op's rule says so; any size will do until then.
  std::int64_t batch = input.shape().rank() == 3 ? input.shape()[1] : 0;
  std::int64_t hidden = weight.shape().rank() == 2 ? weight.shape()[1] : 0;
  return state ? state : fill(input.graph(), {input.dtype(), {batch, hidden}, 0}, at);
}

Value lengths_or_all(Value lengths, Value input, Location at) {
  if (lengths) return lengths;
  std::int64_t steps = input.shape().rank() == 3 ? input.shape()[0] : 0;
  std::int64_t batch = input.shape().rank() == 3 ? input.shape()[1] : 0;
  return fill(input.graph(), {DType::i64, {batch}, double(steps)}, at);
}

Value states_before(Value states, Value first, Value lengths, bool reverse) {
  std::int64_t steps = states.shape()[0], batch = states.shape()[1];
  Value begin = unsqueeze(first, 0);
  if (!reverse) return concat({begin, slice(states, {.axis = 0, .end = steps - 1})}, 0);
  // A sequence of L steps is read from step L - 1 on, which stands where t + 1 reaches L.
  Value after = concat({slice(states, {.axis = 0, .begin = 1}), begin}, 0);
  std::vector<std::int64_t> next(static_cast<std::size_t>(steps));
  std::iota(next.begin(), next.end(), 1);
  Value count = states.graph().constant(Tensor::from<std::int64_t>({steps, 1, 1}, next));
  return where(less_equal(reshape(lengths, {1, batch, 1}), count), begin, after);
}

Value recurrent_weight_gradient(Value grad, Value previous) {
  auto rows = [](Value x) { return reshape(x, {x.shape()[0] * x.shape()[1], x.shape()[2]}); };
  return matmul(rows(grad), rows(previous), {.transpose_a = true});
}

void require_unused(const GradientContext& c, int first) {
  for (int i = first; i < int(c.node().outputs.size()); ++i)
    if (c.has_grad(i))
      throw Error(Problem("ops.recurrent.to_look_at", {{"output", c.node().op->outputs[std::size_t(i)].name}})
                      .about(c.node().op->name)
                      .at(c.node().at));
}

}  // namespace percept
