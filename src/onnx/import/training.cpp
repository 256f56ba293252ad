// The optimisers' steps and the gradient of ONNX's training domain.
#include "mappings.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

// Inputs: rate, step, then the tensors, their gradients, and `states` kinds of state, one of each a tensor.
struct Optimised {
  Value tensor, gradient;
  std::vector<Value> states;
};

template <class Step>
void each_tensor(C& c, int states, Step step) {
  int kinds = states + 2, count = (c.inputs() - 2) / kinds;
  if (count < 1 || c.inputs() != 2 + count * kinds)
    throw Error(Problem("onnx.inner_inputs", {{"have", c.inputs()}, {"want", 2 + kinds}}));
  double decay = c.float_of("norm_coefficient", 0);
  for (int i = 0; i < count; ++i) {
    Optimised o{c[2 + i], c[2 + count + i], {}};
    o.gradient = o.tensor * decay + o.gradient;
    for (int s = 0; s < states; ++s) o.states.push_back(c[2 + (2 + s) * count + i]);
    step(o);
    c.set(i, o.tensor);
    for (int s = 0; s < states; ++s) c.set((1 + s) * count + i, o.states[std::size_t(s)]);
  }
}

// The step's number as a float, and whether it is the first.
Value step_number(C& c, Value like) { return cast(c.as_is(1), like.dtype()); }

void adagrad(C& c) {
  Value rate = c[0];
  rate = rate / (1.0 + step_number(c, rate) * c.float_of("decay_factor", 0));
  each_tensor(c, 1, [&](Optimised& o) {
    Value& sum = o.states[0];
    sum = sum + square(o.gradient);
    o.tensor = o.tensor - rate * o.gradient / (sqrt(sum) + c.float_of("epsilon", 1e-6));
  });
}

void momentum(C& c) {
  Value rate = c[0], t = step_number(c, rate);
  double alpha = c.float_of("alpha"), beta = c.float_of("beta");
  c.require_text("mode", "standard", {"standard", "nesterov"});
  bool nesterov = c.text_of("mode", "standard") == "nesterov";
  Value share = where(less(c.number_like(t, 0), t), c.number_like(t, beta), c.number_like(t, 1));
  each_tensor(c, 1, [&](Optimised& o) {
    Value& v = o.states[0];
    v = v * alpha + share * o.gradient;
    o.tensor = o.tensor - rate * (nesterov ? o.gradient + v * alpha : v);
  });
}

void adam(C& c) {
  Value rate = c[0], t = step_number(c, rate);
  double alpha = c.float_of("alpha", 0.9), beta = c.float_of("beta", 0.999),
         epsilon = c.float_of("epsilon", 1e-6);
  auto power = [&](double base) { return pow(c.number_like(t, base), t); };
  Value zero = c.number_like(t, 0), corrected = rate * sqrt(1.0 - power(beta)) / (1.0 - power(alpha));
  rate = where(less(zero, t), corrected, rate);
  each_tensor(c, 2, [&](Optimised& o) {
    Value &v = o.states[0], &h = o.states[1];
    v = v * alpha + o.gradient * (1 - alpha);
    h = h * beta + square(o.gradient) * (1 - beta);
    o.tensor = (o.tensor - rate * v / (sqrt(h) + epsilon)) * (1 - c.float_of("norm_coefficient_post", 0));
  });
}

// The derivatives of the sum of `y` by the inputs named `xs`.
void gradient(C& c) {
  std::vector<Value> wrt;
  for (const std::string& x : c.texts_of("xs")) wrt.push_back(c.named(x));
  std::vector<Value> made = differentiate(reduce_sum(c.named(c.text_of("y"))), wrt);
  for (int i = 0; i < int(made.size()); ++i) c.set(i, made[std::size_t(i)]);
}

}  // namespace

void add_training(Mappings& m) {
  m.add("ai.onnx.preview.training:Adagrad", adagrad);
  m.add("ai.onnx.preview.training:Momentum", momentum);
  m.add("ai.onnx.preview.training:Adam", adam);
  m.add("ai.onnx.preview.training:Gradient", gradient);
}

}  // namespace percept::onnx
