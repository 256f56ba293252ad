// Values that depend on no input.
#include "percept/ops/creation.hpp"

#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

std::optional<Translation> fill(const Node& node, const Context& c) {
  auto o = node.attributes.as<FillOptions>();
  Sizes sizes = c.traces.sizes(c.traces.value(node.id, 0));
  return single({}, [o, sizes](Writer& w, const Names&) {
    return w.node("ConstantOfShape", {w.sizes(sizes)}, {{"value", Tensor::full(o.dtype, {1}, o.value)}});
  });
}

}  // namespace

Table creation_table() {
  static const Entry table[] = {
      {"fill", fill, {"shape"}},
      {"shape_of", same("Shape")},
  };
  return table;
}

}  // namespace percept::onnx::exporting
