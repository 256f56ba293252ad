// Elements picked by indices. With us an index outside gives zeros, in ONNX it is a fault: where one may be
// outside, it picks element 0 instead, which is then replaced.
#include "percept/ops/arrangement.hpp"
#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

// Whether all indices are known to lie in an axis of that size.
bool are_inside(Value indices, std::int64_t size) {
  const Node& node = indices.node();
  if (node.op == &constant_op()) {
    const Tensor& tensor = constant_of(node);
    for (std::int64_t i = 0; i < tensor.size(); ++i)
      if (tensor.at(i) < -double(size) || tensor.at(i) >= double(size)) return false;
    return true;
  }
  if (is(indices, "argmax") || is(indices, "argsort"))
    return input(indices, 0).shape()[int(std::get<std::int64_t>(*node.attributes.find("axis")))] <= size;
  for (const char* op : {"slice", "reshape", "transpose", "broadcast_to", "cast"})
    if (is(indices, op)) return are_inside(input(indices, 0), size);
  return false;
}

struct Bounded {
  std::string indices, inside;  // inside: "" where all are
};

// The indices as i64, with those outside [-size, size) replaced by 0.
Bounded bounded(Writer& w, std::string indices, DType dtype, bool all_inside, Size size) {
  if (dtype != DType::i64) indices = w.cast(indices, DType::i64);
  if (all_inside) return {indices, ""};
  auto scalar = [&](Size n) {
    return n.is_fixed() ? w.number(DType::i64, double(n.fixed)) : w.node("Squeeze", {w.sizes({n})});
  };
  std::string end = scalar(size), begin = scalar(Size{} - size);
  std::string inside =
      w.node("And", {w.node("GreaterOrEqual", {indices, begin}), w.node("Less", {indices, end})});
  return {w.node("Where", {inside, indices, w.number(DType::i64, 0)}), inside};
}

std::optional<Translation> take(const Node& node, const Context& c) {
  std::int64_t axis = node.attributes.as<TakeOptions>().axis;
  Value x = node.inputs[0], indices = node.inputs[1];
  bool inside = are_inside(indices, x.shape()[int(axis)]);
  Size size = c.traces.sizes(x)[std::size_t(axis)];
  return single(node.inputs, [=](Writer& w, const Names& in) {
    Bounded at = bounded(w, in[1], indices.dtype(), inside, size);
    std::string y = w.node("Gather", {in[0], at.indices}, {{"axis", axis}});
    if (inside) return y;
    std::vector<std::int64_t> behind;  // the axes of x behind the one that the indices replace
    for (std::int64_t a = axis + 1; a < x.shape().rank(); ++a) behind.push_back(a - x.shape().rank());
    if (!behind.empty()) at.inside = w.node("Unsqueeze", {at.inside, w.ints(behind)});
    return w.node("Where", {at.inside, y, w.number(x.dtype(), 0)});
  });
}

std::optional<Translation> gather(const Node& node, const Context& c) {
  std::int64_t axis = node.attributes.as<TakeOptions>().axis;
  Value x = node.inputs[0], indices = node.inputs[1];
  bool inside = are_inside(indices, x.shape()[int(axis)]);
  Size size = c.traces.sizes(x)[std::size_t(axis)];
  return single(node.inputs, [=](Writer& w, const Names& in) {
    Bounded at = bounded(w, in[1], indices.dtype(), inside, size);
    std::string y = w.node("GatherElements", {in[0], at.indices}, {{"axis", axis}});
    return inside ? y : w.node("Where", {at.inside, y, w.number(x.dtype(), 0)});
  });
}

// What scatter_add adds: zeros, and each element of `grad` added at its index.
std::optional<Translation> gather_backward(const Node& node, const Context& c) {
  auto o = node.attributes.as<ScatterOptions>();
  Value grad = node.inputs[0], indices = node.inputs[1];
  bool inside = are_inside(indices, o.size);
  Sizes out = c.traces.sizes(c.traces.value(node.id, 0));
  std::int64_t axis = o.axis < 0 ? o.axis + std::int64_t(out.size()) : o.axis;
  return single(node.inputs, [=](Writer& w, const Names& in) {
    Bounded at = bounded(w, in[1], indices.dtype(), inside, out[std::size_t(axis)]);
    std::string values = inside ? in[0] : w.node("Where", {at.inside, in[0], w.number(grad.dtype(), 0)});
    std::string zeros =
        w.node("ConstantOfShape", {w.sizes(out)}, {{"value", Tensor::zeros(grad.dtype(), {1})}});
    return w.node("ScatterElements", {zeros, at.indices, values},
                  {{"axis", axis}, {"reduction", std::string("add")}});
  });
}

// Each label beside all classes: none of them fits one that is no class.
std::optional<Translation> one_hot(const Node& node, const Context&) {
  auto o = node.attributes.as<OneHotOptions>();
  DType labels = node.inputs[0].dtype();
  return single(node.inputs, [o, labels](Writer& w, const Names& in) {
    std::vector<std::int64_t> classes;
    for (std::int64_t k = 0; k < o.classes; ++k) classes.push_back(k);
    std::string x = labels == DType::i64 ? in[0] : w.cast(in[0], DType::i64);
    std::string fits = w.node("Equal", {w.node("Unsqueeze", {x, w.ints({-1})}), w.ints(classes)});
    return w.cast(fits, o.dtype);
  });
}

}  // namespace

Table indexing_table() {
  static const Entry table[] = {
      {"gather", gather},
      {"gather_backward", gather_backward, {"size"}},
      {"one_hot", one_hot},
      {"take", take},
  };
  return table;
}

}  // namespace percept::onnx::exporting
