// Convolution and, with its gradient by the input, transposed convolution.
#include "percept/ops/convolution.hpp"

#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

Fields fields_of(const Conv2dOptions& o, const Shape& weight) {
  using List = std::vector<std::int64_t>;
  return {{"kernel_shape", List{weight[2], weight[3]}},
          {"strides", List{o.stride.h, o.stride.w}},
          {"pads", List{o.padding.top, o.padding.left, o.padding.bottom, o.padding.right}},
          {"dilations", List{o.dilation.h, o.dilation.w}},
          {"group", o.groups}};
}

std::optional<Translation> conv2d(const Node& node, const Context&) {
  Fields fields = fields_of(node.attributes.as<Conv2dOptions>(), node.inputs[1].shape());
  return single(node.inputs, [fields](Writer& w, const Names& in) { return w.node("Conv", in, fields); });
}

// Several sizes of image give windows in the same number; output_padding says which it was.
std::optional<Translation> conv2d_transpose(const Node& node, const Context&) {
  auto o = node.attributes.as<Conv2dBackwardOptions>().conv;
  const Shape &y = node.outputs[0].shape, &x = node.inputs[0].shape(), &weight = node.inputs[1].shape();
  auto least = [](std::int64_t windows, std::int64_t taps, std::int64_t stride, std::int64_t dilation) {
    return (windows - 1) * stride + dilation * (taps - 1) + 1;
  };
  Fields fields = fields_of(o, weight);
  fields.push_back({"output_padding", std::vector{y[2] + o.padding.top + o.padding.bottom -
                                                      least(x[2], weight[2], o.stride.h, o.dilation.h),
                                                  y[3] + o.padding.left + o.padding.right -
                                                      least(x[3], weight[3], o.stride.w, o.dilation.w)}});
  return single(node.inputs,
                [fields](Writer& w, const Names& in) { return w.node("ConvTranspose", in, fields); });
}

}  // namespace

Table convolution_table() {
  static const Entry table[] = {
      {"conv2d", conv2d},
      {"conv2d_backward_input", conv2d_transpose, {"shape"}},
  };
  return table;
}

}  // namespace percept::onnx::exporting
