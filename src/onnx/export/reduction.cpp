// Ops that fold axes away, or put them in order.
#include "percept/ops/reduction.hpp"
#include "percept/ops/nearest.hpp"

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

// |p|^2 - 2 x p, which orders the rows as their distances do, but in the type of x.
std::optional<Translation> nearest_rows(const Node& node, const Context&) {
  std::int64_t k = node.attributes.as<NearestOptions>().k;
  DType dtype = node.inputs[0].dtype();
  return single(node.inputs, [k, dtype](Writer& w, const Names& in) {
    std::string points = w.cast(in[1], dtype);
    std::string squares =
        w.node("ReduceSum", {w.node("Mul", {points, points}), w.ints({1})}, {{"keepdims", std::int64_t(0)}});
    std::string products = w.node("Gemm", {in[0], points}, {{"alpha", -2.0}, {"transB", std::int64_t(1)}});
    return w.nodes("TopK", {w.node("Add", {products, squares}), w.ints({k})}, 2,
                   {{"axis", std::int64_t(1)}, {"largest", std::int64_t(0)}})[1];
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
      {"argmax", argmax},         {"argsort", argsort},           {"cumsum", cumsum},
      {"div", reduce_mean},       {"nearest_rows", nearest_rows}, {"reduce_max", reduce_max},
      {"reduce_sum", reduce_sum},
  };
  return table;
}

}  // namespace percept::onnx::exporting
