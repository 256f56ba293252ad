// Bernoulli and categorical draws, dropout and rrelu, made of uniform draws.
#include <cmath>

#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/comparison.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/random.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {
namespace {

// 1 where kept, of x's type and the mask's shape.
Value kept(Value x, Shape shape, Value p, Location at) {
  Value draws = random_uniform(x.graph(), std::move(shape), x.dtype(), at);
  return cast(less_equal(cast(p, x.dtype(), at), draws, at), x.dtype(), at);
}

void require_probability(Value x, double p, const char* what, Location at) {
  if (p >= 0 && p <= 1) return;
  throw Error(Problem("ops.dropout.probability", {{"p", p}})
                  .about(what)
                  .operand({"x", x.name(), to_string(x.type())})
                  .at(at));
}

// Where p is 1 nothing is kept, and the scale is of no account as long as it is finite.
Value masked(Value x, Shape mask, Value p, Location at) {
  if (x.graph().mode() == Mode::infer) return x;
  Value keep = cast(1.0 - p, x.dtype(), at);
  Value scale = 1.0 / maximum(keep, number_like(keep, 1e-7), at);
  return mul(x, kept(x, std::move(mask), p, at) * scale, at);
}

Shape of_channels(Value x, Location at) {
  const Shape& shape = x.shape();
  if (shape.rank() < 2)
    throw Error(Problem("ops.dropout.channels")
                    .about("dropout_channels")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  std::vector<std::int64_t> dims(std::size_t(shape.rank()), 1);
  dims[0] = shape[0];
  dims[1] = shape[1];
  return Shape(std::move(dims));
}

}  // namespace

Value random_bernoulli(Value p, Location at) {
  Value draws = random_uniform(p.graph(), p.shape(), p.dtype(), at);
  return cast(less(draws, p, at), p.dtype(), at);
}

Value random_categorical(Value logits, std::int64_t axis, Location at) {
  // -ln(-ln u) is Gumbel noise; u in (0, 1).
  Value draws = random_uniform(logits.graph(), logits.shape(), logits.dtype(), at) + 0x1p-25;
  return argmax(sub(logits, log(neg(log(draws, at), at), at), at), {.axis = axis}, at);
}

Value dropout(Value x, Value p, Location at) { return masked(x, x.shape(), p, at); }
Value dropout(Value x, double p, Location at) {
  require_probability(x, p, "dropout", at);
  return p == 0 ? x : dropout(x, number_like(x, p), at);
}

Value dropout_channels(Value x, Value p, Location at) { return masked(x, of_channels(x, at), p, at); }
Value dropout_channels(Value x, double p, Location at) {
  require_probability(x, p, "dropout_channels", at);
  return p == 0 ? x : dropout_channels(x, number_like(x, p), at);
}

Value alpha_dropout(Value x, double p, Location at) {
  require_probability(x, p, "alpha_dropout", at);
  if (x.graph().mode() == Mode::infer || p == 0) return x;
  // With limit l = -scale alpha and q = 1 - p kept: y = a (x or l) + b has mean 0 and variance 1 again.
  constexpr double kLimit = -1.7580993408473766;
  double q = 1 - p, a = q > 0 ? 1 / std::sqrt(q + kLimit * kLimit * q * p) : 0, b = -a * p * kLimit;
  Value mask = kept(x, x.shape(), number_like(x, p), at);
  return a * (x * mask + kLimit * (1.0 - mask)) + b;
}

Value rrelu(Value x, RreluOptions options, Location at) {
  if (!(options.lower <= options.upper))
    throw Error(Problem("ops.clip.bounds", {{"low", options.lower}, {"high", options.upper}})
                    .about("rrelu")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  if (x.graph().mode() == Mode::infer)
    return leaky_relu(x, {.slope = (options.lower + options.upper) / 2}, at);
  Value slope =
      random_uniform(x.graph(), x.shape(), x.dtype(), at) * (options.upper - options.lower) + options.lower;
  return relu(x) + slope * negative(x);
}

}  // namespace percept
