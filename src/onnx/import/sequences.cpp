// Lists of tensors, and values that may be absent: they exist while tracing only, as lists of Values.
#include <algorithm>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

// A position, from the end where it is negative; `size` itself only where something is inserted.
std::size_t place_in(C& c, int input, std::size_t size, bool insert) {
  std::int64_t place = c.integer(input), count = std::int64_t(size) + (insert ? 1 : 0);
  if (place < 0) place += std::int64_t(size);
  if (place < 0 || place >= count)
    throw Error(Problem("onnx.sequence_place", {{"place", c.integer(input)}, {"size", size}}));
  return std::size_t(place);
}

void insert(C& c) {
  std::vector<Value> values = c.sequence(0);
  std::size_t at = c.has(2) ? place_in(c, 2, values.size(), true) : values.size();
  values.insert(values.begin() + std::ptrdiff_t(at), c.as_is(1));
  c.set_sequence(0, std::move(values));
}

void erase(C& c) {
  std::vector<Value> values = c.sequence(0);
  if (values.empty()) throw Error(Problem("onnx.sequence_place", {{"place", -1}, {"size", 0}}));
  std::size_t at = c.has(1) ? place_in(c, 1, values.size(), false) : values.size() - 1;
  values.erase(values.begin() + std::ptrdiff_t(at));
  c.set_sequence(0, std::move(values));
}

// Into parts of a size, or of sizes; without any, of one place each, whose axis may go.
void split_to_sequence(C& c) {
  Value x = c[0];
  int axis = axis_of(c.int_of("axis", 0), x.shape().rank());
  std::int64_t whole = x.shape()[axis];
  std::vector<std::int64_t> sizes;
  bool single = !c.has(1), drop = single && !c.int_of("keepdims", 1);
  if (!single && c.known(1).shape().rank() == 1) {
    sizes = c.integers(1);
  } else {
    std::int64_t each = single ? 1 : c.integer(1);
    if (each < 1) throw Error(Problem("onnx.window_size", {{"number", each}}));
    for (std::int64_t done = 0; done < whole; done += each) sizes.push_back(std::min(each, whole - done));
  }
  std::vector<Value> parts = split(x, sizes, axis);
  if (drop)
    for (Value& part : parts) part = squeeze(part, axis);
  c.set_sequence(0, std::move(parts));
}

// The body for each element of the first list, with the elements of the other lists beside it.
void map(C& c) {
  const wire::GraphProto& body = c.graph_of("body");
  std::vector<std::vector<Value>> outputs(std::size_t(body.output_size()));
  for (std::size_t i = 0; i < c.sequence(0).size(); ++i) {
    std::vector<Entry> inputs;
    for (int k = 0; k < c.inputs(); ++k) {
      const Entry& entry = c.entry(k);
      if (entry.sequence && i >= entry.sequence->size())
        throw Error(Problem("onnx.sequence_place", {{"place", i}, {"size", entry.sequence->size()}}));
      inputs.push_back(entry.sequence ? Entry{.value = (*entry.sequence)[i]} : entry);
    }
    std::vector<Entry> made = c.trace_inner(body, std::move(inputs), std::to_string(i));
    for (std::size_t k = 0; k < made.size(); ++k) outputs[k].push_back(made[k].value);
  }
  for (int k = 0; k < int(outputs.size()); ++k) c.set_sequence(k, std::move(outputs[std::size_t(k)]));
}

}  // namespace

void add_sequences(Mappings& m) {
  m.add("SequenceEmpty", [](C& c) { c.set_sequence(0, {}); });
  m.add("SequenceConstruct", [](C& c) {
    std::vector<Value> values;
    for (int i = 0; i < c.inputs(); ++i) values.push_back(c.as_is(i));
    c.set_sequence(0, std::move(values));
  });
  m.add("SequenceInsert", insert);
  m.add("SequenceErase", erase);
  m.add("SequenceAt", [](C& c) {
    const std::vector<Value>& values = c.sequence(0);
    c.set_as_is(0, values[place_in(c, 1, values.size(), false)]);
  });
  m.add("SequenceLength",
        [](C& c) { c.set_as_is(0, c.constant(Tensor::scalar(std::int64_t(c.sequence(0).size())))); });
  m.add("SequenceMap", map);
  m.add("SplitToSequence", split_to_sequence);
  m.add("ConcatFromSequence", [](C& c) {
    const std::vector<Value>& values = c.sequence(0);
    c.set_as_is(0, c.int_of("new_axis") ? stack(values, c.int_of("axis")) : concat(values, c.int_of("axis")));
  });
  m.add("Optional", [](C& c) { c.set_entry(0, c.has(0) ? c.entry(0) : Entry()); });
  m.add("OptionalGetElement", [](C& c) { c.set_entry(0, c.entry(0)); });
  m.add("OptionalHasElement", [](C& c) {
    bool holds = c.has(0) && (c.entry(0).value || c.entry(0).sequence || c.entry(0).initial);
    c.set_as_is(0, c.constant(Tensor::scalar(holds)));
  });
}

}  // namespace percept::onnx
