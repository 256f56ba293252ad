#include "image_layers.hpp"

#include "percept/nn/layers.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/resampling.hpp"

namespace percept::recipe {
namespace {

Build apply(const char* kind, std::function<Value(Value)> function, const std::string& path) {
  return build(std::make_shared<nn::Apply>(kind, std::move(function)), path);
}

void require_image(const char* layer, Value x) {
  if (x.shape().rank() != 4)
    throw Error(Problem("recipe.layer.image", {{"actual", to_string(x.shape())}}).about(layer));
}

// `value` around an image of zeros, to be added to one that zeros were put around.
Tensor border(DType dtype, const Shape& image, Extent2d around, double value) {
  std::int64_t height = image[2] + 2 * around.h, width = image[3] + 2 * around.w;
  Tensor tensor(dtype, {1, 1, height, width});
  for (std::int64_t i = 0; i < height; ++i)
    for (std::int64_t j = 0; j < width; ++j) {
      bool inside = i >= around.h && i < height - around.h && j >= around.w && j < width - around.w;
      tensor.set(i * width + j, inside ? 0 : value);
    }
  return tensor;
}

}  // namespace

Build residual(LayerWords& words, const std::string& path) {
  nn::BasicBlockConfig config{.out = words.number()};
  config.stride = words.option("stride", Extent2d(1), 1);
  std::string shortcut = words.choice("shortcut", {"norm", "conv", "pad"});
  config.shortcut = shortcut == "conv"  ? nn::Shortcut::conv
                    : shortcut == "pad" ? nn::Shortcut::pad
                                        : nn::Shortcut::norm;
  config.bias = words.option("bias", false);
  return build(std::make_shared<nn::BasicBlock>(config), path);
}

Build separable(LayerWords& words, const std::string& path) {
  nn::SeparableConfig config{.out = words.number()};
  config.stride = words.option("stride", Extent2d(1), 1);
  config.bias = words.option("bias", false);
  return build(std::make_shared<nn::Separable>(config), path);
}

Build inception(LayerWords& words, const std::string& path) {
  nn::InceptionConfig config;
  for (std::int64_t* channels :
       {&config.one, &config.before_three, &config.three, &config.before_five, &config.five, &config.pooled})
    *channels = words.number();
  config.norm = words.option("norm", true);
  return build(std::make_shared<nn::Inception>(config), path);
}

Build squeeze_excite(LayerWords& words, const std::string& path) {
  return build(std::make_shared<nn::SqueezeExcite>(nn::SqueezeExciteConfig{words.number()}), path);
}

Build unit_bias(LayerWords&, const std::string& path) { return build(std::make_shared<nn::Bias>(), path); }

Build padded(LayerWords& words, const std::string& path) {
  Extent2d around = words.extent();
  double value = words.option("value", 0.0);
  return apply(
      "pad",
      [around, value](Value x) {
        require_image("pad", x);
        Value y = pad(pad(x, 2, around.h, around.h), 3, around.w, around.w);
        return value == 0 ? y : y + x.graph().constant(border(x.dtype(), x.shape(), around, value));
      },
      path);
}

Build some_channels(LayerWords& words, const std::string& path) {
  std::int64_t count = words.number(), first = words.option("from", std::int64_t(0), 0);
  return apply(
      "channels",
      [count, first](Value x) {
        std::int64_t channels = x.shape().rank() >= 2 ? x.shape()[1] : 0;
        if (first + count > channels)
          throw Error(Problem("recipe.layer.channels", {{"last", first + count}, {"actual", channels}})
                          .about("channels"));
        return slice(x, {.axis = 1, .begin = first, .end = first + count});
      },
      path);
}

Build resized(LayerWords& words, const std::string& path) {
  Extent2d size = words.extent();
  std::string mode = words.choice("mode", {"linear", "nearest", "cubic", "area"});
  return apply(
      "resize",
      [size, mode](Value x) {
        require_image("resize", x);
        return interpolate(x, {size.h, size.w}, {.mode = mode});
      },
      path);
}

Build rescaled(LayerWords& words, const std::string& path) {
  double factor = words.fraction(), shift = words.option("shift", 0.0);
  return apply(
      "rescale", [factor, shift](Value x) { return x * factor + shift; }, path);
}

}  // namespace percept::recipe
