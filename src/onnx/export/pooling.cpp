// Windows reduced to their largest or mean value.
#include "percept/ops/pooling.hpp"

#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

template <class Options>
Fields fields_of(const Options& o) {
  using List = std::vector<std::int64_t>;
  return {{"kernel_shape", List{o.kernel.h, o.kernel.w}},
          {"strides", List{o.stride.h ? o.stride.h : o.kernel.h, o.stride.w ? o.stride.w : o.kernel.w}},
          {"pads", List{o.padding.top, o.padding.left, o.padding.bottom, o.padding.right}}};
}

// ONNX's indices count through the whole tensor, ours through one plane.
std::optional<Translation> max_pool2d(const Node& node, const Context& c) {
  Fields fields = fields_of(node.attributes.as<Pool2dOptions>());
  const Shape& x = node.inputs[0].shape();
  std::int64_t plane = x[2] * x[3];
  bool indices = c.needs(node, 1);
  return Translation{node.inputs, [=](Writer& w, const Names& in) {
                       Names out = w.nodes("MaxPool", in, indices ? 2 : 1, fields);
                       if (!indices) return Names{out[0], ""};
                       std::string in_plane = w.node("Mod", {out[1], w.number(DType::i64, double(plane))});
                       return Names{out[0], w.cast(in_plane, DType::i32)};
                     }};
}

std::optional<Translation> average_pool2d(const Node& node, const Context&) {
  auto o = node.attributes.as<AveragePool2dOptions>();
  Fields fields = fields_of(o);
  fields.push_back({"count_include_pad", std::int64_t(o.count_padding)});
  return single(node.inputs,
                [fields](Writer& w, const Names& in) { return w.node("AveragePool", in, fields); });
}

}  // namespace

Table pooling_table() {
  static const Entry table[] = {{"average_pool2d", average_pool2d}, {"max_pool2d", max_pool2d}};
  return table;
}

}  // namespace percept::onnx::exporting
