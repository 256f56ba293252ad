// Recurrent layers. Ours take what each input adds to the gates, computed by a linear layer in front; ONNX's
// do that themselves, so that its weights go in. Gates stand in another order there: LSTM i, o, f, c for our
// i, f, g, o, and GRU z, r, h for our r, z, n.
#include "percept/ops/recurrent.hpp"

#include "percept/ops/creation.hpp"
#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

struct Kind {
  const char* onnx_op;
  std::vector<std::int64_t> order;  // our gate at each of ONNX's places
  std::int64_t gates() const { return std::int64_t(order.size()); }
};

// The layer in front: W x + b, and a second bias where two were added up.
struct Before {
  Value x, weight, bias, more_bias;
};

// gates = linear(x) over sequences: reshape(linear(reshape(x))).
Before before(Value gates) {
  Value rows = is(gates, "reshape") ? input(gates, 0) : Value();
  Value flat = is(rows, "linear") ? input(rows, 0) : Value();
  Value x = is(flat, "reshape") ? input(flat, 0) : Value();
  if (!x || x.shape().rank() != 3 || x.shape()[0] != gates.shape()[0] || x.shape()[1] != gates.shape()[1])
    return {.x = gates};
  Before b{.x = x, .weight = input(rows, 1)};
  if (rows.node().inputs.size() > 2) b.bias = input(rows, 2);
  if (is(b.bias, "add") && input(b.bias, 0).shape() == input(b.bias, 1).shape())
    b.more_bias = input(b.bias, 1), b.bias = input(b.bias, 0);
  return b;
}

Value unless_filled(Value value, double with) {
  bool filled = is(value, "fill") && value.node().attributes.as<FillOptions>().value == with;
  return filled ? Value() : value;
}

// Rows [gates H, ...] in ONNX's order, below an axis for the direction: [1, gates H, ...].
std::string ordered(Writer& w, const std::string& rows, const Kind& kind, std::vector<std::int64_t> row) {
  std::int64_t hidden = row[0];
  std::string x = rows;
  if (kind.gates() > 1) {
    row.insert(row.begin(), kind.gates());
    x = w.node("Gather", {w.reshape(x, row), w.ints(kind.order)}, {{"axis", std::int64_t(0)}});
    row.erase(row.begin());
  }
  row[0] = kind.gates() * hidden;
  row.insert(row.begin(), 1);
  return w.reshape(x, row);
}

// The weight that lets gates computed before through: the unit matrix.
std::string unit(Writer& w, const Kind& kind, std::int64_t hidden, DType dtype) {
  std::int64_t n = kind.gates() * hidden;
  Tensor matrix = Tensor::zeros(dtype, {n, n});
  for (std::int64_t i = 0; i < n; ++i) matrix.set(i * n + i, 1);
  return ordered(w, w.constant(matrix), kind, {hidden, n});
}

// Lengths of 1 to all steps, and, [N, 1], where there is any step. ONNX says nothing of sequences without
// one, and ONNX Runtime (1.30) writes past its memory: their outputs are put in by hand.
struct Lengths {
  std::string held, any;
};
Lengths held(Writer& w, const std::string& lengths, std::int64_t steps) {
  auto number = [&](std::int64_t n) { return w.number(DType::i64, double(n)); };
  std::string any = w.node("Greater", {lengths, number(0)});
  std::string clipped = w.node("Clip", {lengths, number(1), number(steps)});
  return {w.cast(clipped, DType::i32), w.node("Unsqueeze", {any, w.ints({1})})};
}

struct Recurrence {
  Value gates, weight, bias, hidden, cell, lengths;
  Fields fields;
  bool reverse = false;
};

Translation recurrent(const Node& node, const Context& c, const Kind& kind, const Recurrence& r) {
  Before b = before(r.gates);
  if (!b.more_bias) b.more_bias = r.bias;
  std::int64_t steps = r.gates.shape()[0], hidden = r.weight.shape()[1];
  DType dtype = r.gates.dtype();
  Fields fields = r.fields;
  fields.push_back({"hidden_size", hidden});
  fields.push_back({"direction", std::string(r.reverse ? "reverse" : "forward")});
  std::vector<bool> needed;
  for (int k = 0; k < int(node.outputs.size()); ++k) needed.push_back(c.needs(node, k));
  int states = r.cell ? 2 : 1;

  auto write = [=](Writer& w, const Names& in) {
    auto bias = [&](const std::string& name) {
      std::string one = name.empty() ? w.constant(Tensor::zeros(dtype, {kind.gates() * hidden})) : name;
      return ordered(w, one, kind, {hidden});
    };
    auto direction = [&](const std::string& state) {
      return state.empty() ? "" : w.node("Unsqueeze", {state, w.ints({0})});
    };
    std::string of_input =
        in[1].empty() ? unit(w, kind, hidden, dtype) : ordered(w, in[1], kind, {hidden, b.weight.shape()[1]});
    std::string of_state = ordered(w, in[4], kind, {hidden, hidden}), biases;
    if (!in[2].empty() || !in[3].empty())
      biases = w.node("Concat", {bias(in[2]), bias(in[3])}, {{"axis", std::int64_t(1)}});
    Lengths lengths = in[7].empty() ? Lengths() : held(w, in[7], steps);
    Names out = w.nodes(kind.onnx_op,
                        {in[0], of_input, of_state, biases, lengths.held, direction(in[5]), direction(in[6])},
                        1 + states, fields);
    Names results(needed.size());  // what there is to look at ONNX does not show
    for (std::size_t k = 0; k <= std::size_t(states); ++k) {
      if (!needed[k]) continue;
      results[k] = w.node("Squeeze", {out[k], w.ints({std::int64_t(k == 0)})});
      std::string begin = k > 0 ? in[4 + k] : "";
      if (!lengths.any.empty())
        results[k] = w.node("Where", {lengths.any, results[k], begin.empty() ? w.number(dtype, 0) : begin});
    }
    return results;
  };
  return {{b.x, b.weight, b.bias, b.more_bias, r.weight, unless_filled(r.hidden, 0), unless_filled(r.cell, 0),
           unless_filled(r.lengths, double(steps))},
          write};
}

std::optional<Translation> rnn(const Node& node, const Context& c) {
  auto o = node.attributes.as<RnnOptions>();
  std::vector<std::string> activations = {o.nonlinearity == "relu" ? "Relu" : "Tanh"};
  return recurrent(node, c, {"RNN", {0}},
                   {.gates = node.inputs[0],
                    .weight = node.inputs[1],
                    .hidden = node.inputs[2],
                    .lengths = node.inputs[3],
                    .fields = {{"activations", activations}},
                    .reverse = o.reverse});
}

std::optional<Translation> lstm(const Node& node, const Context& c) {
  return recurrent(node, c, {"LSTM", {0, 3, 1, 2}},
                   {.gates = node.inputs[0],
                    .weight = node.inputs[1],
                    .hidden = node.inputs[2],
                    .cell = node.inputs[3],
                    .lengths = node.inputs[4],
                    .reverse = node.attributes.as<RecurrentOptions>().reverse});
}

std::optional<Translation> gru(const Node& node, const Context& c) {
  return recurrent(node, c, {"GRU", {1, 0, 2}},
                   {.gates = node.inputs[0],
                    .weight = node.inputs[1],
                    .bias = unless_filled(node.inputs[2], 0),
                    .hidden = node.inputs[3],
                    .lengths = node.inputs[4],
                    .fields = {{"linear_before_reset", std::int64_t(1)}},
                    .reverse = node.attributes.as<RecurrentOptions>().reverse});
}

}  // namespace

Table recurrent_table() {
  static const Entry table[] = {{"gru", gru}, {"lstm", lstm}, {"rnn", rnn}};
  return table;
}

}  // namespace percept::onnx::exporting
