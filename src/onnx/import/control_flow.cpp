// If, Loop and Scan are traced as they run: what decides must be known while tracing, so a decision that
// depends on fed numbers needs an interpreter that holds them.
#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

bool is_true(C& c, const Entry& entry) {
  std::optional<Tensor> known = entry.initial ? *entry.initial : c.graph().known(entry.value);
  if (!known)
    throw Error(
        Problem("graph.value_unknown", {{"input", "condition"}}).with_hint("graph.value_unknown.hint"));
  return known->item() != 0;
}

void import_if(C& c) {
  const wire::GraphProto& branch = c.graph_of(is_true(c, c.entry(0)) ? "then_branch" : "else_branch");
  std::vector<Entry> made = c.trace_inner(branch, {});
  for (int i = 0; i < int(made.size()); ++i) c.set_entry(i, made[std::size_t(i)]);
}

// One behind the other along a new axis; of no steps at all only the type is declared.
Value stacked(C& c, const std::vector<Value>& values, const wire::ValueInfoProto& declared, int axis = 0) {
  if (!values.empty()) return stack(values, axis);
  Port port = port_of(declared);
  std::vector<std::int64_t> dims = {0};
  if (port.sizes)
    for (const Size& size : *port.sizes) dims.push_back(size.number.value_or(0));
  return fill(c.graph(), {port.dtype.value_or(DType::f32), Shape(dims), 0});
}

// Inputs: the greatest number of steps, the first condition, what is carried. The body: step, condition,
// carried; to condition, carried, and what is collected.
void import_loop(C& c) {
  const wire::GraphProto& body = c.graph_of("body");
  std::int64_t most = c.has(0) ? c.integer(0) : std::numeric_limits<std::int64_t>::max();
  bool go_on = !c.has(1) || is_true(c, c.entry(1));
  int carried = std::max(c.inputs() - 2, 0), collected = body.output_size() - 1 - carried;
  if (body.input_size() != carried + 2 || collected < 0)
    throw Error(Problem("onnx.inner_inputs", {{"have", body.input_size()}, {"want", carried + 2}}));
  std::vector<Entry> state;
  for (int i = 0; i < carried; ++i) state.push_back(c.entry(2 + i));
  std::vector<std::vector<Value>> collections(static_cast<std::size_t>(collected));
  Entry condition{.value = c.constant(Tensor::scalar(true))};
  for (std::int64_t step = 0; step < most && go_on; ++step) {
    std::vector<Entry> inputs = {{.value = c.constant(Tensor::scalar(step))}, condition};
    inputs.insert(inputs.end(), state.begin(), state.end());
    std::vector<Entry> made = c.trace_inner(body, std::move(inputs), std::to_string(step));
    condition = made[0];
    if (condition.refused) return c.set_entry(0, made[0]);
    go_on = is_true(c, condition);
    for (int i = 0; i < carried; ++i) state[std::size_t(i)] = made[std::size_t(i + 1)];
    for (int i = 0; i < collected; ++i)
      collections[std::size_t(i)].push_back(made[std::size_t(1 + carried + i)].value);
  }
  for (int i = 0; i < carried; ++i) c.set_entry(i, state[std::size_t(i)]);
  for (int i = 0; i < collected; ++i)
    c.set_as_is(carried + i, stacked(c, collections[std::size_t(i)], body.output(1 + carried + i)));
}

// The place `step` of each scanned input, and the states, go through the body; its last outputs are stacked.
struct Scan {
  C& c;
  const wire::GraphProto& body;
  int scanned, states;
  std::vector<std::int64_t> input_axes, output_axes, input_directions, output_directions;

  // `states` and the scanned inputs of one example.
  std::vector<Value> run(std::vector<Value> state, const std::vector<Value>& inputs, std::int64_t length,
                         const std::string& where) {
    int collected = body.output_size() - states;
    if (body.input_size() != states + scanned || collected < 0)
      throw Error(Problem("onnx.inner_inputs", {{"have", body.input_size()}, {"want", states + scanned}}));
    std::vector<std::vector<Value>> collections{static_cast<std::size_t>(collected)};
    for (std::int64_t step = 0; step < length; ++step) {
      std::vector<Entry> entries;
      for (Value v : state) entries.push_back({.value = v});
      for (int i = 0; i < scanned; ++i) {
        auto at = std::size_t(i);
        int axis = axis_of(input_axes[at], inputs[at].shape().rank());
        std::int64_t place = input_directions[at] ? inputs[at].shape()[axis] - 1 - step : step;
        entries.push_back(
            {.value = squeeze(slice(inputs[at], {.axis = axis, .begin = place, .end = place + 1}), axis)});
      }
      std::vector<Entry> made = c.trace_inner(body, std::move(entries), where + std::to_string(step));
      for (const Entry& entry : made)
        if (!entry.value) throw Refusal{Message("onnx.refused.inner")};
      for (int i = 0; i < states; ++i) state[std::size_t(i)] = made[std::size_t(i)].value;
      for (int i = 0; i < collected; ++i) {
        auto& to = collections[std::size_t(i)];
        to.insert(output_directions[std::size_t(i)] ? to.begin() : to.end(),
                  made[std::size_t(states + i)].value);
      }
    }
    for (int i = 0; i < collected; ++i) {
      const auto& values = collections[std::size_t(i)];
      int axis = values.empty() ? 0 : axis_of(output_axes[std::size_t(i)], values[0].shape().rank() + 1);
      state.push_back(stacked(c, values, body.output(states + i), axis));
    }
    return state;
  }
};

void import_scan(C& c) {
  const wire::GraphProto& body = c.graph_of("body");
  bool batched = c.opset() < 9;  // then: lengths in front, the batch first, and the places second
  int first = batched ? 1 : 0, given = c.inputs() - first;
  int scanned = int(c.int_of("num_scan_inputs")), states = given - scanned;
  if (scanned < 1 || states < 0 || scanned > given)
    throw Error(Problem("onnx.inner_inputs", {{"have", given}, {"want", scanned}}));
  auto list = [&](const char* name, std::int64_t count) {
    std::vector<std::int64_t> numbers = c.ints_of(name, std::vector<std::int64_t>(std::size_t(count), 0));
    if (std::int64_t(numbers.size()) != count)
      throw Error(Problem("onnx.windows", {{"attribute", name}, {"have", numbers.size()}, {"want", count}}));
    return numbers;
  };
  std::int64_t collected = std::max(body.output_size() - states, 0);
  Scan scan{c,
            body,
            scanned,
            states,
            list("scan_input_axes", scanned),
            list("scan_output_axes", collected),
            list(batched ? "directions" : "scan_input_directions", scanned),
            list("scan_output_directions", collected)};
  std::vector<Value> state, inputs;
  for (int i = 0; i < states; ++i) state.push_back(c.as_is(first + i));
  for (int i = 0; i < scanned; ++i) inputs.push_back(c.as_is(first + states + i));
  std::vector<Value> made;
  if (!batched) {
    made =
        scan.run(state, inputs, inputs[0].shape()[axis_of(scan.input_axes[0], inputs[0].shape().rank())], "");
  } else {
    std::int64_t examples = inputs[0].shape()[0], places = inputs[0].shape()[1];
    std::vector<std::vector<Value>> columns;
    for (std::int64_t n = 0; n < examples; ++n) {
      auto example = [&](Value v) { return squeeze(slice(v, {.axis = 0, .begin = n, .end = n + 1}), 0); };
      std::vector<Value> own_state, own_inputs;
      for (Value v : state) own_state.push_back(example(v));
      for (Value v : inputs) own_inputs.push_back(example(v));
      std::int64_t length = c.has(0) ? c.integers(0).at(std::size_t(n)) : places;
      std::vector<Value> outputs = scan.run(own_state, own_inputs, length, std::to_string(n) + ".");
      columns.resize(outputs.size());
      for (std::size_t i = 0; i < outputs.size(); ++i) columns[i].push_back(outputs[i]);
    }
    for (const auto& column : columns) made.push_back(stack(column, 0));
  }
  for (int i = 0; i < int(made.size()); ++i) c.set_as_is(i, made[std::size_t(i)]);
}

}  // namespace

void add_control_flow(Mappings& m) {
  m.add("If", import_if);
  m.add("Loop", import_loop);
  m.add("Scan", import_scan);
}

}  // namespace percept::onnx
