// Ops that fold axes away, or put them in order.
#include "percept/ops/reduction.hpp"

#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

std::optional<Translation> reduce_sum(const Node& node, const Context&) {
  auto o = node.attributes.as<ReduceOptions>();
  return single(node.inputs, [o](Writer& w, const Names& in) {
    return w.node("ReduceSum", {in[0], w.ints(o.axes)}, {{"keepdims", std::int64_t(o.keep)}});
  });
}

std::optional<Translation> reduce_max(const Node& node, const Context&) {
  auto o = node.attributes.as<ReduceOptions>();
  return single(node.inputs, [o](Writer& w, const Names& in) {
    return w.node("ReduceMax", in, {{"axes", o.axes}, {"keepdims", std::int64_t(o.keep)}});
  });
}

bool are_places(const ReduceOptions& o, int rank) {
  bool all = rank >= 3 && int(o.axes.size()) == rank - 2;
  for (std::size_t i = 0; all && i < o.axes.size(); ++i) all = o.axes[i] == std::int64_t(i) + 2;
  return all && o.keep;
}

// A sum divided by how many were added up.
std::optional<Translation> reduce_mean(const Node& node, const Context&) {
  Value sum = node.inputs[0];
  std::optional<double> count = number_of(node.inputs[1]);
  if (!is(sum, "reduce_sum") || !count || sum.shape().elements() == 0) return std::nullopt;
  Value x = input(sum, 0);
  if (*count * double(sum.shape().elements()) != double(x.shape().elements())) return std::nullopt;
  auto o = sum.node().attributes.as<ReduceOptions>();
  return single({x}, [o, rank = x.shape().rank()](Writer& w, const Names& in) {
    if (are_places(o, rank)) return w.node("GlobalAveragePool", in);
    return w.node("ReduceMean", in, {{"axes", o.axes}, {"keepdims", std::int64_t(o.keep)}});
  });
}

std::optional<Translation> argmax(const Node& node, const Context&) {
  std::int64_t axis = node.attributes.as<ArgmaxOptions>().axis;
  return single(node.inputs, [axis](Writer& w, const Names& in) {
    return w.node("ArgMax", in, {{"axis", axis}, {"keepdims", std::int64_t(0)}});
  });
}

std::optional<Translation> argsort(const Node& node, const Context& c) {
  auto o = node.attributes.as<SortOptions>();
  Sizes sizes = c.traces.sizes(node.inputs[0]);
  Size all = sizes[std::size_t(o.axis < 0 ? o.axis + std::int64_t(sizes.size()) : o.axis)];
  return single(node.inputs, [o, all](Writer& w, const Names& in) {
    return w.nodes("TopK", {in[0], w.sizes({all})}, 2,
                   {{"axis", o.axis}, {"largest", std::int64_t(o.descending)}})[1];
  });
}

std::optional<Translation> cumsum(const Node& node, const Context&) {
  auto o = node.attributes.as<CumsumOptions>();
  return single(node.inputs, [o](Writer& w, const Names& in) {
    return w.node("CumSum", {in[0], w.number(DType::i64, double(o.axis))},
                  {{"exclusive", std::int64_t(o.exclusive)}, {"reverse", std::int64_t(o.reverse)}});
  });
}

}  // namespace

Table reduction_table() {
  static const Entry table[] = {
      {"argmax", argmax},   {"argsort", argsort},       {"cumsum", cumsum},
      {"div", reduce_mean}, {"reduce_max", reduce_max}, {"reduce_sum", reduce_sum},
  };
  return table;
}

}  // namespace percept::onnx::exporting
