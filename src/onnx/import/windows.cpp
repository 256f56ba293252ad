#include "windows.hpp"

#include <algorithm>

namespace percept::onnx {

using Ints = std::vector<std::int64_t>;

void require_count(const char* attribute, std::size_t have, std::size_t want) {
  if (have != want)
    throw Error(Problem("onnx.windows", {{"attribute", attribute}, {"have", have}, {"want", want}}));
}

void require_extent(std::int64_t number, std::int64_t least) {
  if (number < least || number > (1 << 24)) throw Error(Problem("onnx.window_size", {{"number", number}}));
}

std::int64_t WindowAxis::count(std::int64_t size) const {
  std::int64_t room = size + before + after + extra - dilation * (kernel - 1) - 1;
  return room < 0 ? 0 : room / stride + 1;
}

std::vector<std::int64_t> places_of(ImportContext& c, Value x) {
  c.require(x.shape().rank() >= 3, "onnx.refused.rank", {{"rank", x.shape().rank()}});
  return {x.shape().begin() + 2, x.shape().end()};
}

std::vector<WindowAxis> windows_of(ImportContext& c, const Ints& kernel, const Ints& sizes) {
  std::size_t axes = sizes.size();
  Ints strides = c.ints_of("strides", Ints(axes, 1)), dilations = c.ints_of("dilations", Ints(axes, 1)),
       pads = c.ints_of("pads", Ints(2 * axes, 0));
  require_count("kernel_shape", kernel.size(), axes);
  require_count("strides", strides.size(), axes);
  require_count("dilations", dilations.size(), axes);
  require_count("pads", pads.size(), 2 * axes);
  c.require_text("auto_pad", "NOTSET", {"NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"});
  std::string auto_pad = c.text_of("auto_pad", "NOTSET");
  std::vector<WindowAxis> windows;
  for (std::size_t i = 0; i < axes; ++i) {
    WindowAxis w{kernel[i], strides[i], dilations[i]};
    for (std::int64_t number : {w.kernel, w.stride, w.dilation}) require_extent(number, 1);
    if (auto_pad == "NOTSET") {
      w.before = pads[i];
      w.after = pads[i + axes];
      for (std::int64_t number : {w.before, w.after}) require_extent(number, 0);
    } else if (auto_pad != "VALID") {  // as many windows as strides fit
      std::int64_t count = (sizes[i] + w.stride - 1) / w.stride;
      std::int64_t total =
          std::max<std::int64_t>((count - 1) * w.stride + w.dilation * (w.kernel - 1) + 1 - sizes[i], 0);
      w.before = auto_pad == "SAME_UPPER" ? total / 2 : total - total / 2;
      w.after = total - w.before;
    }
    std::int64_t reach = w.dilation * (w.kernel - 1) + 1, room = sizes[i] + w.before + w.after - reach;
    if (c.int_of("ceil_mode") && room > 0 && room % w.stride != 0) {
      // One window more, but none that begins behind the input and what is added in front of it.
      std::int64_t begin = (room / w.stride + 1) * w.stride;
      if (begin < sizes[i] + w.before) w.extra = begin - room;
    }
    windows.push_back(w);
  }
  return windows;
}

}  // namespace percept::onnx
