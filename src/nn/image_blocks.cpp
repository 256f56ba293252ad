#include "percept/nn/image_blocks.hpp"

#include "percept/nn/blocks.hpp"
#include "percept/nn/layers.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/pooling.hpp"

namespace percept::nn {
namespace {

// Where the input is no image, the convolution says so.
std::int64_t channels_of(Value x) { return x.shape().rank() == 4 ? x.shape()[1] : 1; }

// Every step-th place, among channels of zeros.
Value subsampled(Value x, Extent2d stride, std::int64_t channels, Location at) {
  if (x.shape().rank() != 4) return x;
  Value y = max_pool2d(x, {.kernel = 1, .stride = stride}, at).output;  // of windows of one place
  std::int64_t more = channels - x.shape()[1];
  return pad(y, 1, more / 2, more - more / 2, PadMode::zeros, at);
}

// A convolution and a batch norm, or one with a bias, and a relu: "conv", "bn".
Sequential conv_relu(std::int64_t out, int kernel, bool norm, Location at) {
  Sequential layers(
      named("conv", Conv2d({.out = out, .kernel = kernel, .padding = kernel / 2, .bias = !norm}, at)));
  if (norm) layers.add(named("bn", shared(BatchNorm({}, at))));
  return layers.add(shared(Relu({}, at)));
}

}  // namespace

Value BasicBlock::forward(Value x) const {
  const BasicBlockConfig& c = config_;
  std::int64_t in = channels_of(x), out = c.out ? c.out : in;
  auto conv = [&](const char* name, int kernel, Extent2d stride) {
    Conv2dConfig config{
        .out = out, .kernel = kernel, .stride = stride, .padding = kernel / 2, .bias = c.bias};
    return named(name, Conv2d(config, at()));
  };
  auto norm = [&](const char* name) { return named(name, BatchNorm({}, at())); };
  Sequential body(conv("conv1", 3, c.stride), norm("bn1"), Relu({}, at()), conv("conv2", 3, 1), norm("bn2"));
  ModulePtr shortcut;
  if (in == out && c.stride == Extent2d(1)) {
    shortcut = nullptr;
  } else if (c.shortcut == Shortcut::pad) {
    auto cut = [stride = c.stride, out, at = at()](Value v) { return subsampled(v, stride, out, at); };
    shortcut = shared(Apply("subsample", cut, at()));
  } else {
    Sequential downsample(conv("", 1, c.stride));
    if (c.shortcut == Shortcut::norm) downsample.add(shared(norm("")));
    shortcut = named("downsample", shared(std::move(downsample)));
  }
  return relu(Residual(shared(std::move(body)), std::move(shortcut), at())(x), at());
}

Value Separable::forward(Value x) const {
  const SeparableConfig& c = config_;
  Conv2dConfig each{.out = channels_of(x), .kernel = 3, .stride = c.stride, .padding = 1};
  each.groups = channels_of(x), each.bias = c.bias;
  Sequential layers(named("conv1", Conv2d(each, at())), named("bn1", BatchNorm({}, at())), Relu({}, at()),
                    named("conv2", Conv2d({.out = c.out, .kernel = 1, .bias = c.bias}, at())),
                    named("bn2", BatchNorm({}, at())), Relu({}, at()));
  return layers(x);
}

Value Inception::forward(Value x) const {
  const InceptionConfig& c = config_;
  auto conv = [&](std::int64_t out, int kernel) { return conv_relu(out, kernel, c.norm, at()); };
  Branches branches(named("branch1", conv(c.one, 1)),
                    named("branch2", Sequential(conv(c.before_three, 1), conv(c.three, 3))),
                    named("branch3", Sequential(conv(c.before_five, 1), conv(c.five, 5))),
                    named("branch4", Sequential(MaxPool2d({.kernel = 3, .stride = 1, .padding = 1}, at()),
                                                conv(c.pooled, 1))));
  return branches(x);
}

Value SqueezeExcite::forward(Value x) const {
  Sequential factors(GlobalAveragePool({}, at()),
                     named("fc1", Conv2d({.out = config_.squeezed, .kernel = 1}, at())), Relu({}, at()),
                     named("fc2", Conv2d({.out = channels_of(x), .kernel = 1}, at())), Sigmoid({}, at()));
  return mul(x, factors(x), at());
}

}  // namespace percept::nn
