// The layers, those of this file and of its neighbours. Each has a config struct with named fields:
// `Conv2d{{.in = 1, .out = 6, .kernel = 5}}`.
#pragma once

#include "percept/nn/attention.hpp"
#include "percept/nn/blocks.hpp"
#include "percept/nn/convolution.hpp"
#include "percept/nn/embedding.hpp"
#include "percept/nn/functions.hpp"
#include "percept/nn/image_blocks.hpp"
#include "percept/nn/module.hpp"
#include "percept/nn/normalization.hpp"
#include "percept/nn/recurrent.hpp"
#include "percept/nn/transformer.hpp"

namespace percept::nn {

struct Conv2dConfig {
  std::int64_t in = 0;
  std::int64_t out = 1;
  Extent2d kernel = 3;
  Extent2d stride = 1;
  Padding2d padding = 0;
  Extent2d dilation = 1;
  std::int64_t groups = 1;
  PadMode padding_mode = PadMode::zeros;
  bool bias = true;
  template <class V>
  void fields(V& v) {
    v("in", in, "input channels; 0: those of the input");
    v("out", out, "output channels: the number of kernels");
    v("kernel", kernel, "size of the kernel: height, width");
    v("stride", stride, "step between windows");
    v("padding", padding, "zeros added around");
    v("dilation", dilation, "step between the taps of the kernel");
    v("groups", groups, "groups of channels that do not see each other");
    v("padding_mode", padding_mode, "what is added around: zeros, reflect, replicate, circular");
    v("bias", bias, "whether each output channel has a bias");
  }
};
/// [N, in, H, W] to [N, out, H', W']. Parameters: weight [out, in/groups, h, w], bias [out].
class Conv2d final : public Module {
 public:
  explicit Conv2d(Conv2dConfig config, Location at = Location::current()) : Module(at), config_(config) {}
  std::string_view kind() const override { return "conv"; }
  const Conv2dConfig& config() const { return config_; }

 protected:
  Value forward(Value x) const override;

 private:
  Conv2dConfig config_;
};

struct LinearConfig {
  std::int64_t in = 0;
  std::int64_t out = 1;
  bool bias = true;
  template <class V>
  void fields(V& v) {
    v("in", in, "input features; 0: those of the input");
    v("out", out, "output features");
    v("bias", bias, "whether each output has a bias");
  }
};
/// [N, in] to [N, out]. Parameters: weight [out, in], bias [out].
class Linear final : public Module {
 public:
  explicit Linear(LinearConfig config, Location at = Location::current()) : Module(at), config_(config) {}
  std::string_view kind() const override { return "linear"; }
  const LinearConfig& config() const { return config_; }

 protected:
  Value forward(Value x) const override;

 private:
  LinearConfig config_;
};

/// [N, ...]: a number of its own added to each place of an example, where a convolution's bias is one a
/// channel. Parameter: bias, of an example's shape, zeros at first.
class Bias final : public Module {
 public:
  explicit Bias(Location at = Location::current()) : Module(at) {}
  std::string_view kind() const override { return "bias"; }

 protected:
  Value forward(Value x) const override;
};

struct PoolConfig {
  Extent2d kernel = 2;
  Extent2d stride = 0;
  Padding2d padding = 0;
  template <class V>
  void fields(V& v) {
    v("kernel", kernel, "size of the window: height, width");
    v("stride", stride, "step between windows; 0: the window's size");
    v("padding", padding, "border added around");
  }
};
/// [N, C, H, W] to [N, C, H', W']: the largest element of each window.
class MaxPool2d final : public Module {
 public:
  explicit MaxPool2d(PoolConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "maxpool"; }

 protected:
  Value forward(Value x) const override;

 private:
  PoolConfig config_;
};
/// [N, C, H, W] to [N, C, H', W']: the mean of each window.
class AveragePool2d final : public Module {
 public:
  explicit AveragePool2d(PoolConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "avgpool"; }

 protected:
  Value forward(Value x) const override;

 private:
  PoolConfig config_;
};

}  // namespace percept::nn
