// Layers and directions around the recurrent ops, which do one direction of one layer each.
#include "percept/nn/recurrent.hpp"

#include <algorithm>

#include "percept/nn/init.hpp"
#include "percept/ops/ops.hpp"

namespace percept::nn {
namespace {

// Where nothing acts between the two biases they are one.
Value sum_of_biases(Value a, Value b, Location at) { return a ? add(a, b, at) : Value(); }

// The k-th of the states [K, N, H], absent where they are.
Value state_of(Value states, std::int64_t k, Location at) {
  return states ? squeeze(slice(states, {.axis = 0, .begin = k, .end = k + 1}, at), 0, at) : Value();
}

}  // namespace

Sequences Recurrent::operator()(Value x, const SequenceStart& start) const {
  Graph::Scope scope(x.graph(), name());
  return run(x, start);
}

Sequences Recurrent::step(Value x, const SequenceStart& start) const {
  Graph::Scope scope(x.graph(), name());
  int time = config_.batch_first ? 1 : 0;
  Sequences y = run(unsqueeze(x, time, at()), start);
  return {squeeze(y.output, time, at()), y.hidden, y.cell};
}

void Recurrent::require(Value x, const SequenceStart& start) const {
  const RecurrentConfig& c = config_;
  Problem problem;
  if (x.shape().rank() != 3) problem.reasons.emplace_back("nn.sequence");
  if (c.layers < 1 || c.hidden < 1) problem.reasons.emplace_back("nn.recurrent.positive");
  if (start.cell && gates_ != 4) problem.reasons.emplace_back("nn.recurrent.cell");
  if (problem.reasons.empty()) {
    Shape states{c.layers * (c.bidirectional ? 2 : 1), x.shape()[c.batch_first ? 0 : 1], c.hidden};
    for (Value given : {start.hidden, start.cell})
      if (given && given.shape() != states)
        problem.reasons.emplace_back(
            "nn.recurrent.state",
            std::vector<Argument>{{"actual", to_string(given.shape())}, {"wanted", to_string(states)}});
  }
  if (problem.reasons.empty()) return;
  throw Error(std::move(problem.about(std::string(kind())))
                  .operand({"input", x.name(), to_string(x.type())})
                  .at(at()));
}

Sequences Recurrent::run(Value x, const SequenceStart& start) const {
  const RecurrentConfig& c = config_;
  require(x, start);
  if (c.batch_first) x = transpose(x, {1, 0, 2}, at());
  std::vector<Value> hidden, cell;
  for (std::int64_t layer = 0; layer < c.layers; ++layer) {
    std::int64_t in = layer || !c.in ? x.shape()[2] : c.in;
    std::vector<Value> outputs;
    for (bool reverse : {false, true}) {
      if (reverse && !c.bidirectional) continue;
      std::string key = "_l" + std::to_string(layer) + (reverse ? "_reverse" : "");
      auto named = [&](const char* name, Shape shape) {
        return parameter(x, name + key, std::move(shape), fan_in_uniform(c.hidden));
      };
      std::int64_t rows = gates_ * c.hidden, k = std::int64_t(hidden.size());
      Weights w{named("weight_ih", {rows, in}), named("weight_hh", {rows, c.hidden}), {}, {}};
      if (c.bias) w.bias_ih = named("bias_ih", {rows}), w.bias_hh = named("bias_hh", {rows});
      SequenceStart states{start.lengths, state_of(start.hidden, k, at()), state_of(start.cell, k, at())};
      Sequences y = direction(x, w, states, reverse);
      outputs.push_back(y.output);
      hidden.push_back(y.hidden);
      if (y.cell) cell.push_back(y.cell);
    }
    x = outputs.size() > 1 ? concat(outputs, 2, at()) : outputs[0];
    if (layer + 1 < c.layers) x = dropout(x, c.dropout, at());
  }
  if (c.batch_first) x = transpose(x, {1, 0, 2}, at());
  return {x, stack(hidden, 0, at()), cell.empty() ? Value() : stack(cell, 0, at())};
}

Sequences Rnn::direction(Value x, const Weights& w, const SequenceStart& start, bool reverse) const {
  Value input = linear(x, w.ih, sum_of_biases(w.bias_ih, w.bias_hh, at()), at());
  percept::Rnn y = rnn(input, w.hh, start.hidden, start.lengths, {nonlinearity_, reverse}, at());
  return {y.output, y.hidden, {}};
}

Sequences Lstm::direction(Value x, const Weights& w, const SequenceStart& start, bool reverse) const {
  Value input = linear(x, w.ih, sum_of_biases(w.bias_ih, w.bias_hh, at()), at());
  percept::Lstm y = lstm(input, w.hh, start.hidden, start.cell, start.lengths, {reverse}, at());
  return {y.output, y.hidden, y.cell};
}

Sequences Gru::direction(Value x, const Weights& w, const SequenceStart& start, bool reverse) const {
  Value input = linear(x, w.ih, w.bias_ih, at());
  percept::Gru y = gru(input, w.hh, w.bias_hh, start.hidden, start.lengths, {reverse}, at());
  return {y.output, y.hidden, {}};
}

}  // namespace percept::nn
