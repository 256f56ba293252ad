// RNN, GRU and LSTM. The usual kinds are percept's own layers; others (peepholes, clipped gates, other
// activations, ONNX's default GRU) are written step by step.
#include <algorithm>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Activation = std::function<Value(Value)>;

struct State {
  Value hidden, cell;
};

// One direction of a layer; G gates of H numbers each, in ONNX's order.
struct Direction {
  Value input_weight;            // [G H, I]
  Value recurrent_weight;        // [G H, H]
  Value input_bias, state_bias;  // [G H]; absent: zeros
  Value peepholes;               // [3 H]: of the LSTM's gates i, o, f; may be absent
  State first;                   // [N, H]; absent: zeros
  bool reverse = false;
  std::vector<Activation> activations;
};

struct Made {
  Value output;  // [T, N, H]
  State last;    // [N, H]
};

// What all three ops read alike.
struct Layer {
  Layer(C& c, int gates, std::vector<std::string> usual);

  C& c;
  Value input, lengths;  // [T, N, I]; i64 [N] or absent
  std::int64_t size;     // H
  double bound;          // of the gates' sums, 0 for none
  bool batch_first, usual_activations;
  std::vector<Direction> directions;

  Value part(Value v, std::int64_t gate) const {
    return slice(v, {.axis = 0, .begin = gate * size, .end = (gate + 1) * size});
  }
  /// The gates in another order.
  Value ordered(Value v, const std::vector<std::int64_t>& gates) const {
    if (!v) return v;
    std::vector<Value> parts;
    for (std::int64_t gate : gates) parts.push_back(part(v, gate));
    return concat(parts);
  }
  Value bounded(Value v) const { return bound > 0 ? clip(v, {-bound, bound}) : v; }
  /// What the inputs of all steps add to the gates: [T, N, G H].
  Value projected(const Direction& d) const { return linear(input, d.input_weight, d.input_bias); }
  Value zeros() const { return fill(c.graph(), {input.dtype(), {input.shape()[1], size}, 0}); }
  void give(const std::vector<Made>& made) const;
};

Activation activation(C& c, const std::string& name, double alpha, double beta, bool has_alpha,
                      bool has_beta) {
  std::string word = name;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char l) { return char(std::tolower(l)); });
  auto a = [&](double fallback) { return has_alpha ? alpha : fallback; };
  auto b = [&](double fallback) { return has_beta ? beta : fallback; };
  if (word == "sigmoid") return [](Value x) { return sigmoid(x); };
  if (word == "tanh") return [](Value x) { return tanh(x); };
  if (word == "relu") return [](Value x) { return relu(x); };
  if (word == "softsign") return [](Value x) { return softsign(x); };
  if (word == "softplus") return [](Value x) { return softplus(x); };
  if (word == "affine") return [a = a(1), b = b(0)](Value x) { return x * a + b; };
  if (word == "scaledtanh") return [a = a(1), b = b(1)](Value x) { return tanh(x * b) * a; };
  if (word == "leakyrelu") return [a = a(0.01)](Value x) { return leaky_relu(x, {a}); };
  if (word == "elu") return [a = a(1)](Value x) { return elu(x, {a}); };
  if (word == "thresholdedrelu") return [a = a(1)](Value x) { return threshold(x, {a, 0}); };
  if (word == "hardsigmoid") return [a = a(0.2), b = b(0.5)](Value x) { return clip(x * a + b, {0, 1}); };
  c.refuse("onnx.refused.attribute", {{"attribute", "activations"}, {"value", name}});
}

// How many of alpha and beta an activation takes from the lists.
std::pair<int, int> numbers_of(const std::string& name) {
  if (name == "Affine" || name == "ScaledTanh" || name == "HardSigmoid") return {1, 1};
  if (name == "LeakyRelu" || name == "ThresholdedRelu" || name == "Elu") return {1, 0};
  return {0, 0};
}

Layer::Layer(C& context, int gates, std::vector<std::string> usual) : c(context) {
  input = c[0];
  batch_first = c.int_of("layout") != 0;
  if (batch_first) input = transpose(input, {1, 0, 2});
  lengths = c.has(4) ? cast(c.as_is(4), DType::i64) : Value();
  Value w = c[1], r = c[2], b = c.or_none(3);
  size = c.int_of("hidden_size", r.shape()[-1]);
  bound = c.float_of("clip", 0);
  c.require_text("direction", "forward", {"forward", "reverse", "bidirectional"});
  std::string way = c.text_of("direction", "forward");
  int count = way == "bidirectional" ? 2 : 1;
  if (w.shape().rank() != 3 || w.shape()[0] != count || w.shape()[1] != gates * size)
    throw Error(Problem("onnx.recurrent",
                        {{"have", to_string(w.shape())}, {"directions", count}, {"rows", gates * size}}));

  std::vector<std::string> names = c.texts_of("activations");
  usual_activations = names.empty();
  if (names.empty())
    for (int d = 0; d < count; ++d) names.insert(names.end(), usual.begin(), usual.end());
  if (names.size() != usual.size() * std::size_t(count))
    throw Error(Problem(
        "onnx.windows",
        {{"attribute", "activations"}, {"have", names.size()}, {"want", usual.size() * std::size_t(count)}}));
  std::vector<double> alphas = c.floats_of("activation_alpha"), betas = c.floats_of("activation_beta");
  std::size_t next_alpha = 0, next_beta = 0, next = 0;
  auto of_direction = [&](int i, int d) -> Value {
    if (!c.has(i)) return {};
    Value v = c[i];
    int axis = batch_first && (i == 5 || i == 6) ? 1 : 0;
    return squeeze(slice(v, {.axis = axis, .begin = d, .end = d + 1}), axis);
  };
  for (int d = 0; d < count; ++d) {
    Direction direction;
    direction.input_weight = of_direction(1, d);
    direction.recurrent_weight = of_direction(2, d);
    if (b) {
      Value both = of_direction(3, d);
      direction.input_bias = slice(both, {.begin = 0, .end = gates * size});
      direction.state_bias = slice(both, {.begin = gates * size});
    }
    direction.first = {of_direction(5, d), gates == 4 ? of_direction(6, d) : Value()};
    direction.peepholes = gates == 4 ? of_direction(7, d) : Value();
    direction.reverse = way == "reverse" || d == 1;
    for (std::size_t i = 0; i < usual.size(); ++i, ++next) {
      auto [alpha, beta] = numbers_of(names[next]);
      bool has_alpha = alpha && next_alpha < alphas.size(), has_beta = beta && next_beta < betas.size();
      direction.activations.push_back(activation(c, names[next], has_alpha ? alphas[next_alpha] : 0,
                                                 has_beta ? betas[next_beta] : 0, has_alpha, has_beta));
      next_alpha += has_alpha, next_beta += has_beta;
    }
    directions.push_back(std::move(direction));
  }
}

// Y [T, D, N, H], Y_h and Y_c [D, N, H]; with the batch first [N, T, D, H] and [N, D, H].
void Layer::give(const std::vector<Made>& made) const {
  std::vector<Value> outputs, hidden, cells;
  for (const Made& m : made) {
    outputs.push_back(m.output);
    hidden.push_back(m.last.hidden);
    if (m.last.cell) cells.push_back(m.last.cell);
  }
  Value y = stack(outputs, 1);
  c.set(0, batch_first ? transpose(y, {2, 0, 1, 3}) : y);
  c.set(1, stack(hidden, batch_first ? 1 : 0));
  if (!cells.empty()) c.set(2, stack(cells, batch_first ? 1 : 0));
}

// Step by step: `step` gives the next state from what the inputs add to the gates, [N, G H], and the state.
// Behind a sequence's end its state stays, and the output is zero.
template <class Step>
Made unrolled(const Layer& layer, const Direction& d, bool has_cell, Step step) {
  Value projected = layer.projected(d);
  std::int64_t steps = layer.input.shape()[0];
  State state = d.first;
  if (!state.hidden) state.hidden = layer.zeros();
  if (has_cell && !state.cell) state.cell = layer.zeros();
  std::vector<Value> outputs(std::size_t(steps), Value{});
  for (std::int64_t i = 0; i < steps; ++i) {
    std::int64_t t = d.reverse ? steps - 1 - i : i;
    State next = step(squeeze(slice(projected, {.axis = 0, .begin = t, .end = t + 1}), 0), state);
    Value output = next.hidden;
    if (layer.lengths) {
      Value running = unsqueeze(less(layer.c.number_like(layer.lengths, double(t)), layer.lengths), 1);
      output = where(running, next.hidden, layer.c.number_like(output, 0));
      next.hidden = where(running, next.hidden, state.hidden);
      if (has_cell) next.cell = where(running, next.cell, state.cell);
    }
    state = next;
    outputs[std::size_t(t)] = output;
  }
  if (steps == 0)
    return {fill(layer.c.graph(), {layer.input.dtype(), {0, layer.input.shape()[1], layer.size}, 0}), state};
  return {stack(outputs, 0), state};
}

Value gate(Value sums, const Layer& layer, std::int64_t i) {
  return slice(sums, {.axis = 1, .begin = i * layer.size, .end = (i + 1) * layer.size});
}

Value summed(Value a, Value b) { return !a ? b : !b ? a : a + b; }

// h = f(x W^T + h R^T + b)
void import_rnn(C& c) {
  Layer layer(c, 1, {"Tanh"});
  std::vector<Made> made;
  for (Direction& d : layer.directions) {
    d.input_bias = summed(d.input_bias, d.state_bias);
    if (layer.usual_activations && layer.bound == 0) {
      Rnn own =
          rnn(layer.projected(d), d.recurrent_weight, d.first.hidden, layer.lengths, {.reverse = d.reverse});
      made.push_back({own.output, {own.hidden, {}}});
      continue;
    }
    made.push_back(unrolled(layer, d, false, [&](Value x, State s) -> State {
      return {d.activations[0](layer.bounded(x + linear(s.hidden, d.recurrent_weight))), {}};
    }));
  }
  layer.give(made);
}

// z, r = f(x W^T + h R^T + b); n = g(x W_n^T + (r h) R_n^T + b_n), or with linear_before_reset
// g(x W_n^T + r (h R_n^T + b_n)); h = (1 - z) n + z h.
void import_gru(C& c) {
  Layer layer(c, 3, {"Sigmoid", "Tanh"});
  bool linear_first = c.int_of("linear_before_reset") != 0;
  std::vector<Made> made;
  for (Direction& d : layer.directions) {
    if (linear_first && layer.usual_activations && layer.bound == 0) {
      std::vector<std::int64_t> order = {1, 0, 2};  // percept's r, z, n
      Direction own = d;
      own.input_weight = layer.ordered(d.input_weight, order);
      own.input_bias = layer.ordered(d.input_bias, order);
      Gru gru = percept::gru(layer.projected(own), layer.ordered(d.recurrent_weight, order),
                             layer.ordered(d.state_bias, order), d.first.hidden, layer.lengths,
                             {.reverse = d.reverse});
      made.push_back({gru.output, {gru.hidden, {}}});
      continue;
    }
    Value gates_weight = slice(d.recurrent_weight, {.axis = 0, .end = 2 * layer.size});
    Value new_weight = layer.part(d.recurrent_weight, 2);
    Value gates_bias = d.state_bias ? slice(d.state_bias, {.end = 2 * layer.size}) : Value();
    Value new_bias = d.state_bias ? layer.part(d.state_bias, 2) : Value();
    made.push_back(unrolled(layer, d, false, [&](Value x, State s) -> State {
      Value gates = slice(x, {.axis = 1, .end = 2 * layer.size}) + linear(s.hidden, gates_weight, gates_bias);
      gates = d.activations[0](layer.bounded(gates));
      Value z = gate(gates, layer, 0), r = gate(gates, layer, 1);
      Value recalled = linear_first ? r * linear(s.hidden, new_weight, new_bias)
                                    : linear(r * s.hidden, new_weight, new_bias);
      Value n = d.activations[1](layer.bounded(gate(x, layer, 2) + recalled));
      return {(1.0 - z) * n + z * s.hidden, {}};
    }));
  }
  layer.give(made);
}

// i, o, f, g = sums of x W^T, h R^T and b, the first three with a peephole to the cell; c = f c + i g,
// h = o tanh c.
void import_lstm(C& c) {
  Layer layer(c, 4, {"Sigmoid", "Tanh", "Tanh"});
  c.require(c.int_of("input_forget") == 0, "onnx.refused.attribute",
            {{"attribute", "input_forget"}, {"value", "1"}});
  std::vector<Made> made;
  for (Direction& d : layer.directions) {
    d.input_bias = summed(d.input_bias, d.state_bias);
    if (layer.usual_activations && layer.bound == 0 && !d.peepholes) {
      std::vector<std::int64_t> order = {0, 2, 3, 1};  // percept's i, f, g, o
      Direction own = d;
      own.input_weight = layer.ordered(d.input_weight, order);
      own.input_bias = layer.ordered(d.input_bias, order);
      Lstm lstm = percept::lstm(layer.projected(own), layer.ordered(d.recurrent_weight, order),
                                d.first.hidden, d.first.cell, layer.lengths, {.reverse = d.reverse});
      made.push_back({lstm.output, {lstm.hidden, lstm.cell}});
      continue;
    }
    auto peep = [&](Value sum, std::int64_t i, Value cell) {
      return d.peepholes ? sum + layer.part(d.peepholes, i) * cell : sum;
    };
    made.push_back(unrolled(layer, d, true, [&](Value x, State s) -> State {
      const auto& f = d.activations;
      Value sums = x + linear(s.hidden, d.recurrent_weight);
      Value i = f[0](layer.bounded(peep(gate(sums, layer, 0), 0, s.cell)));
      Value forget = f[0](layer.bounded(peep(gate(sums, layer, 2), 2, s.cell)));
      Value g = f[1](layer.bounded(gate(sums, layer, 3)));
      Value cell = forget * s.cell + i * g;
      Value o = f[0](layer.bounded(peep(gate(sums, layer, 1), 1, cell)));
      return {o * f[2](cell), cell};
    }));
  }
  layer.give(made);
}

}  // namespace

void add_recurrent(Mappings& m) {
  m.add("RNN", import_rnn);
  m.add("GRU", import_gru);
  m.add("LSTM", import_lstm);
}

}  // namespace percept::onnx
