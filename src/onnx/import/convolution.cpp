// Conv and ConvTranspose over one, two or three axes of places.
#include <algorithm>

#include "convolution.hpp"
#include "mappings.hpp"
#include "percept/ops/ops.hpp"
#include "windows.hpp"

namespace percept::onnx {

using C = ImportContext;
using Ints = std::vector<std::int64_t>;

Value convolved(C& c, Value x, Value weight, Value bias) {
  Ints sizes = places_of(c, x);
  c.require(weight.shape().rank() == x.shape().rank() && sizes.size() <= 3, "onnx.refused.rank",
            {{"rank", x.shape().rank()}});
  std::vector<WindowAxis> w = windows_of(c, Ints(weight.shape().begin() + 2, weight.shape().end()), sizes);
  std::int64_t groups = c.int_of("group", 1);
  if (sizes.size() == 1) {
    Value y = conv2d(unsqueeze(x, 2), unsqueeze(weight, 2), bias,
                     {.stride = {1, w[0].stride},
                      .padding = {0, w[0].before, 0, w[0].after},
                      .dilation = {1, w[0].dilation},
                      .groups = groups});
    return squeeze(y, 2);
  }
  if (sizes.size() == 2)
    return conv2d(x, weight, bias,
                  {.stride = {w[0].stride, w[1].stride},
                   .padding = {w[0].before, w[1].before, w[0].after, w[1].after},
                   .dilation = {w[0].dilation, w[1].dilation},
                   .groups = groups});
  Extent3d both(std::min(w[0].before, w[0].after), std::min(w[1].before, w[1].after),
                std::min(w[2].before, w[2].after));
  Ints common = {both.d, both.h, both.w};
  for (int i = 0; i < 3; ++i) {  // what one end has more than the other
    const WindowAxis& axis = w[std::size_t(i)];
    x = pad(x, i + 2, axis.before - common[std::size_t(i)], axis.after - common[std::size_t(i)]);
  }
  return conv3d(x, weight, bias,
                {.stride = {w[0].stride, w[1].stride, w[2].stride},
                 .padding = both,
                 .dilation = {w[0].dilation, w[1].dilation, w[2].dilation},
                 .groups = groups});
}

namespace {

struct TransposedAxis {
  std::int64_t kernel, stride, dilation, before, after, output_padding;
};

// The pads follow from the output's size where that is given, or with SAME_* from the input's.
std::vector<TransposedAxis> transposed_axes(C& c, const Ints& kernel, const Ints& sizes) {
  std::size_t axes = sizes.size();
  Ints strides = c.ints_of("strides", Ints(axes, 1)), dilations = c.ints_of("dilations", Ints(axes, 1)),
       pads = c.ints_of("pads", Ints(2 * axes, 0)), more = c.ints_of("output_padding", Ints(axes, 0)),
       shape = c.ints_of("output_shape");
  c.require_text("auto_pad", "NOTSET", {"NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"});
  std::string auto_pad = c.text_of("auto_pad", "NOTSET");
  if (shape.size() == axes + 2) shape.erase(shape.begin(), shape.begin() + 2);
  require_count("strides", strides.size(), axes);
  require_count("dilations", dilations.size(), axes);
  require_count("pads", pads.size(), 2 * axes);
  require_count("output_padding", more.size(), axes);
  if (!shape.empty()) require_count("output_shape", shape.size(), axes);
  std::vector<TransposedAxis> out;
  for (std::size_t i = 0; i < axes; ++i) {
    TransposedAxis a{kernel[i], strides[i], dilations[i], pads[i], pads[i + axes], more[i]};
    for (std::int64_t number : {a.kernel, a.stride, a.dilation}) require_extent(number, 1);
    for (std::int64_t number : {a.before, a.after, a.output_padding}) require_extent(number, 0);
    if (!shape.empty()) require_extent(shape[i], 0);
    bool same = auto_pad == "SAME_UPPER" || auto_pad == "SAME_LOWER";
    if (!shape.empty() || same) {
      std::int64_t wanted = shape.empty() ? sizes[i] * a.stride : shape[i];
      std::int64_t total =
          a.stride * (sizes[i] - 1) + a.output_padding + (a.kernel - 1) * a.dilation + 1 - wanted;
      if (total < 0) {  // nothing to cut: the output grows
        a.output_padding -= total;
        total = 0;
      }
      std::int64_t half = total / 2;
      a.before = auto_pad == "SAME_UPPER" ? half : total - half;
      a.after = total - a.before;
    } else if (auto_pad == "VALID") {
      a.before = a.after = 0;
    }
    out.push_back(a);
  }
  return out;
}

// A convolution with the kernel turned round and its channels exchanged, over the input with zeros between
// its elements.
Value transposed(C& c) {
  Value x = c[0], weight = c[1], bias = c.or_none(2);
  Ints sizes = places_of(c, x);
  c.require(weight.shape().rank() == x.shape().rank() && sizes.size() <= 3, "onnx.refused.rank",
            {{"rank", x.shape().rank()}});
  std::vector<TransposedAxis> axes =
      transposed_axes(c, Ints(weight.shape().begin() + 2, weight.shape().end()), sizes);
  std::int64_t groups = c.int_of("group", 1);
  bool even = std::all_of(axes.begin(), axes.end(), [](const TransposedAxis& a) {
    return a.before == a.after && a.before >= 0 && a.output_padding < std::max(a.stride, a.dilation);
  });
  if (sizes.size() == 2 && even)
    return conv2d_transpose(x, weight, bias,
                            {.stride = {axes[0].stride, axes[1].stride},
                             .padding = {axes[0].before, axes[1].before},
                             .output_padding = {axes[0].output_padding, axes[1].output_padding},
                             .dilation = {axes[0].dilation, axes[1].dilation},
                             .groups = groups});
  // [C, out/groups, ...] to [out, C/groups, ...]
  const Shape w = weight.shape();
  c.require(groups >= 1 && w[0] % groups == 0, "onnx.refused.attribute",
            {{"attribute", "group"}, {"value", std::to_string(groups)}});
  Ints apart = {groups, w[0] / groups, w[1]}, together = {w[1] * groups, w[0] / groups}, order = {0, 2, 1};
  for (int i = 2; i < w.rank(); ++i) {
    apart.push_back(w[i]);
    together.push_back(w[i]);
    order.push_back(i + 1);
    weight = flip(weight, i);
  }
  weight = reshape(transpose(reshape(weight, Shape(apart)), order), Shape(together));
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const TransposedAxis& a = axes[i];
    int axis = int(i) + 2;
    std::int64_t size = std::max<std::int64_t>((sizes[i] - 1) * a.stride + 1, 0),
                 reach = a.dilation * (a.kernel - 1);
    x = place(x, {.axis = axis, .step = a.stride, .size = size});
    x = pad(x, axis, reach - a.before, reach - a.after + a.output_padding);
  }
  auto dilation = [&](std::size_t i) { return axes[i].dilation; };
  if (sizes.size() == 1)
    return squeeze(
        conv2d(unsqueeze(x, 2), unsqueeze(weight, 2), bias, {.dilation = {1, dilation(0)}, .groups = groups}),
        2);
  if (sizes.size() == 2)
    return conv2d(x, weight, bias, {.dilation = {dilation(0), dilation(1)}, .groups = groups});
  return conv3d(x, weight, bias, {.dilation = {dilation(0), dilation(1), dilation(2)}, .groups = groups});
}

}  // namespace

void add_convolution(Mappings& m) {
  m.add("Conv", [](C& c) { return convolved(c, c[0], c[1], c.or_none(2)); });
  m.add("ConvTranspose", transposed);
}

}  // namespace percept::onnx
