#include "windows.hpp"

#include <algorithm>

namespace percept::onnx {

using Ints = std::vector<std::int64_t>;

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
  auto wrong = [&](const char* name, std::size_t have, std::size_t want) {
    if (have != want)
      throw Error(Problem("onnx.windows", {{"attribute", name}, {"have", have}, {"want", want}}));
  };
  wrong("kernel_shape", kernel.size(), axes);
  wrong("strides", strides.size(), axes);
  wrong("dilations", dilations.size(), axes);
  wrong("pads", pads.size(), 2 * axes);
  c.require_text("auto_pad", "NOTSET", {"NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"});
  std::string auto_pad = c.text_of("auto_pad", "NOTSET");
  std::vector<WindowAxis> windows;
  for (std::size_t i = 0; i < axes; ++i) {
    WindowAxis w{kernel[i], strides[i], dilations[i]};
    // Far larger ones could overflow the sums below; no picture has them.
    for (std::int64_t number : {w.kernel, w.stride, w.dilation})
      if (number < 1 || number > (1 << 24)) throw Error(Problem("onnx.window_size", {{"number", number}}));
    if (auto_pad == "NOTSET") {
      w.before = pads[i];
      w.after = pads[i + axes];
      if (std::min(w.before, w.after) < 0 || std::max(w.before, w.after) > (1 << 24))
        throw Error(Problem("onnx.window_size", {{"number", std::min(w.before, w.after)}}));
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
