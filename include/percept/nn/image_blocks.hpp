// The blocks that nets for images are made of, under torchvision's keys.
#pragma once

#include "percept/nn/module.hpp"

namespace percept::nn {

/// What goes past a residual block that changes the shape.
enum class Shortcut {
  norm,  // a 1x1 convolution and a batch norm: downsample.0, downsample.1
  conv,  // the convolution alone: downsample.0
  pad    // x itself where the block strides, with channels of zeros around its own: He et al.'s option A
};

struct BasicBlockConfig {
  std::int64_t out = 0;
  Extent2d stride = 1;
  Shortcut shortcut = Shortcut::norm;
  bool bias = false;
  template <class V>
  void fields(V& v) {
    v("out", out, "output channels; 0: those of the input");
    v("stride", stride, "step of the first convolution, and of the shortcut");
    v("shortcut", shortcut, "what goes past a block that changes the shape: norm, conv, pad");
    v("bias", bias, "whether convolutions have a bias in front of their batch norm");
  }
};
/// relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x)), convolutions of 3x3: the block of ResNet-18 and 34
/// (He et al. 2016). The shortcut is x itself where the block keeps its shape.
class BasicBlock final : public Module {
 public:
  explicit BasicBlock(BasicBlockConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "basic_block"; }

 protected:
  Value forward(Value x) const override;

 private:
  BasicBlockConfig config_;
};

struct SeparableConfig {
  std::int64_t out = 1;
  Extent2d stride = 1;
  bool bias = false;
  template <class V>
  void fields(V& v) {
    v("out", out, "output channels");
    v("stride", stride, "step of the convolution of each channel");
    v("bias", bias, "whether convolutions have a bias in front of their batch norm");
  }
};
/// A 3x3 convolution of each channel by itself, then one of 1x1 across them, each with batch norm and relu:
/// conv1, bn1, conv2, bn2. Howard et al. 2017.
class Separable final : public Module {
 public:
  explicit Separable(SeparableConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "separable"; }

 protected:
  Value forward(Value x) const override;

 private:
  SeparableConfig config_;
};

struct InceptionConfig {
  std::int64_t one = 1;
  std::int64_t before_three = 1, three = 1;
  std::int64_t before_five = 1, five = 1;
  std::int64_t pooled = 1;
  bool norm = true;
  template <class V>
  void fields(V& v) {
    v("one", one, "channels of the 1x1 convolution");
    v("before_three", before_three, "channels to which 1x1 reduces before the 3x3 convolution");
    v("three", three, "channels of the 3x3 convolution");
    v("before_five", before_five, "channels to which 1x1 reduces before the 5x5 convolution");
    v("five", five, "channels of the 5x5 convolution");
    v("pooled", pooled, "channels of the 1x1 convolution behind a 3x3 maximum");
    v("norm", norm, "whether each convolution has a batch norm in place of a bias");
  }
};
/// Four branches side by side, each ending in a relu: branch1.conv, branch2.0.conv, branch2.1.conv, ... and
/// with a norm branch1.bn. Szegedy et al. 2015, with 5x5 as in the paper.
class Inception final : public Module {
 public:
  explicit Inception(InceptionConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "inception"; }

 protected:
  Value forward(Value x) const override;

 private:
  InceptionConfig config_;
};

struct SqueezeExciteConfig {
  std::int64_t squeezed = 1;
  template <class V>
  void fields(V& v) {
    v("squeezed", squeezed, "channels in the middle");
  }
};
/// x times a factor for each channel of each image, sigmoid(fc2(relu(fc1(mean of x)))). Hu et al. 2018.
class SqueezeExcite final : public Module {
 public:
  explicit SqueezeExcite(SqueezeExciteConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "squeeze_excite"; }

 protected:
  Value forward(Value x) const override;

 private:
  SqueezeExciteConfig config_;
};

}  // namespace percept::nn
