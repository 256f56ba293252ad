// Convolution as an explicit matrix: the windows as columns (im2col), and the whole operation as one matrix.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {
namespace {

struct Windows {
  std::int64_t h, w;
};

Windows windows_of(const char* op, Value about, Extent2d size, Extent2d kernel, const Conv2dOptions& o,
                   Location at) {
  auto refuse = [&](Problem problem) {
    throw Error(std::move(problem).about(op).operand({"x", about.name(), to_string(about.type())}).at(at));
  };
  if (o.stride.h < 1 || o.stride.w < 1 || o.dilation.h < 1 || o.dilation.w < 1 || o.groups != 1)
    refuse(Problem("ops.conv2d.positive"));
  Windows n{windows(size.h, o.padding.top, o.padding.bottom, kernel.h, o.stride.h, o.dilation.h),
            windows(size.w, o.padding.left, o.padding.right, kernel.w, o.stride.w, o.dilation.w)};
  if (kernel.h < 1 || kernel.w < 1 || n.h < 1 || n.w < 1)
    refuse(Problem("ops.window", {{"kernel", to_string(Shape{kernel.h, kernel.w})},
                                  {"image", to_string(Shape{size.h, size.w})}})
               .with_hint("ops.window.hint"));
  return n;
}

// The padded image's places that tap k of the windows sees along one axis.
SliceOptions seen(int axis, std::int64_t k, std::int64_t count, std::int64_t stride, std::int64_t dilation) {
  std::int64_t begin = k * dilation;
  return {.axis = axis, .begin = begin, .end = begin + (count - 1) * stride + 1, .step = stride};
}

}  // namespace

Value im2col(Value x, Extent2d kernel, Conv2dOptions o, Location at) {
  const Shape s = x.shape();
  if (s.rank() != 4)
    throw Error(
        Problem("ops.im2col.rank").about("im2col").operand({"x", x.name(), to_string(x.type())}).at(at));
  Windows n = windows_of("im2col", x, {s[2], s[3]}, kernel, o, at);
  Value padded = pad(pad(x, 2, o.padding.top, o.padding.bottom, PadMode::zeros, at), 3, o.padding.left,
                     o.padding.right, PadMode::zeros, at);
  std::vector<Value> taps;
  for (std::int64_t k = 0; k < kernel.h; ++k) {
    Value rows = slice(padded, seen(2, k, n.h, o.stride.h, o.dilation.h), at);
    for (std::int64_t l = 0; l < kernel.w; ++l)
      taps.push_back(slice(rows, seen(3, l, n.w, o.stride.w, o.dilation.w), at));
  }
  return reshape(stack(taps, 2, at), {s[0], s[1] * kernel.h * kernel.w, n.h * n.w}, at);
}

Value col2im(Value columns, Extent2d size, Extent2d kernel, Conv2dOptions o, Location at) {
  const Shape s = columns.shape();
  Windows n = windows_of("col2im", columns, size, kernel, o, at);
  std::int64_t taps = kernel.h * kernel.w;
  if (s.rank() != 3 || s[1] % taps != 0 || s[2] != n.h * n.w)
    throw Error(Problem("ops.col2im.shape", {{"taps", taps}, {"windows", n.h * n.w}})
                    .about("col2im")
                    .operand({"columns", columns.name(), to_string(columns.type())})
                    .at(at));
  Value by_tap = reshape(columns, {s[0], s[1] / taps, taps, n.h, n.w}, at), sum;
  std::int64_t height = size.h + o.padding.top + o.padding.bottom,
               width = size.w + o.padding.left + o.padding.right;
  for (std::int64_t k = 0; k < kernel.h; ++k) {
    Value row;
    for (std::int64_t l = 0; l < kernel.w; ++l) {
      std::int64_t tap = k * kernel.w + l;
      Value term = squeeze(slice(by_tap, {.axis = 2, .begin = tap, .end = tap + 1}, at), 2, at);
      term = place(term, {.axis = 3, .begin = l * o.dilation.w, .step = o.stride.w, .size = width}, at);
      row = row ? add(row, term, at) : term;
    }
    row = place(row, {.axis = 2, .begin = k * o.dilation.h, .step = o.stride.h, .size = height}, at);
    sum = sum ? add(sum, row, at) : row;
  }
  return pad(pad(sum, 2, -o.padding.top, -o.padding.bottom, PadMode::zeros, at), 3, -o.padding.left,
             -o.padding.right, PadMode::zeros, at);
}

Value conv2d_matrix(Value weight, Extent2d size, Conv2dOptions options, Location at) {
  const Shape w = weight.shape();
  std::int64_t channels = w.rank() == 4 ? w[1] * options.groups : 1, inputs = channels * size.h * size.w;
  // Column j is what the image with a one at place j, and zeros elsewhere, is taken to.
  Value basis =
      reshape(eye(weight.graph(), inputs, weight.dtype(), at), {inputs, channels, size.h, size.w}, at);
  Value images = conv2d(basis, weight, {}, options, at);
  return transpose(reshape(images, {inputs, images.shape().elements(1, 4)}, at), {1, 0}, at);
}

}  // namespace percept
