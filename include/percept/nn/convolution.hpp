// Convolution layers beside Conv2d: for signals and volumes, and transposed.
#pragma once

#include "percept/nn/module.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"

namespace percept::nn {

struct Conv1dConfig {
  std::int64_t in = 0;
  std::int64_t out = 1;
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  std::int64_t dilation = 1;
  std::int64_t groups = 1;
  bool causal = false;
  PadMode padding_mode = PadMode::zeros;
  bool bias = true;
  template <class V>
  void fields(V& v) {
    v("in", in, "input channels; 0: those of the input");
    v("out", out, "output channels: the number of kernels");
    v("kernel", kernel, "size of the kernel");
    v("stride", stride, "step between windows");
    v("padding", padding, "zeros added around");
    v("dilation", dilation, "step between the taps of the kernel");
    v("groups", groups, "groups of channels that do not see each other");
    v("causal", causal, "pad in front only, so that no output sees later inputs");
    v("padding_mode", padding_mode, "what is added around: zeros, reflect, replicate, circular");
    v("bias", bias, "whether each output channel has a bias");
  }
};
/// [N, in, L] to [N, out, L']. Parameters: weight [out, in/groups, kernel], bias [out].
class Conv1d final : public Module {
 public:
  explicit Conv1d(Conv1dConfig config, Location at = Location::current()) : Module(at), config_(config) {}
  std::string_view kind() const override { return "conv1d"; }

 protected:
  Value forward(Value x) const override;

 private:
  Conv1dConfig config_;
};

struct Conv3dConfig {
  std::int64_t in = 0;
  std::int64_t out = 1;
  Extent3d kernel = 3;
  Extent3d stride = 1;
  Extent3d padding = 0;
  Extent3d dilation = 1;
  std::int64_t groups = 1;
  bool bias = true;
  template <class V>
  void fields(V& v) {
    v("in", in, "input channels; 0: those of the input");
    v("out", out, "output channels: the number of kernels");
    v("kernel", kernel, "size of the kernel");
    v("stride", stride, "step between windows");
    v("padding", padding, "zeros added around");
    v("dilation", dilation, "step between the taps of the kernel");
    v("groups", groups, "groups of channels that do not see each other");
    v("bias", bias, "whether each output channel has a bias");
  }
};
/// [N, in, D, H, W] to [N, out, D', H', W'].
class Conv3d final : public Module {
 public:
  explicit Conv3d(Conv3dConfig config, Location at = Location::current()) : Module(at), config_(config) {}
  std::string_view kind() const override { return "conv3d"; }

 protected:
  Value forward(Value x) const override;

 private:
  Conv3dConfig config_;
};

template <class Size>
struct ConvTransposeConfig {
  std::int64_t in = 0;
  std::int64_t out = 1;
  Size kernel = 3;
  Size stride = 1;
  Size padding = 0;
  Size output_padding = 0;
  Size dilation = 1;
  std::int64_t groups = 1;
  bool bias = true;
  template <class V>
  void fields(V& v) {
    v("in", in, "input channels; 0: those of the input");
    v("out", out, "output channels: the number of kernels");
    v("kernel", kernel, "size of the kernel");
    v("stride", stride, "step between windows");
    v("padding", padding, "zeros added around");
    v("output_padding", output_padding, "added to the output at its far end");
    v("dilation", dilation, "step between the taps of the kernel");
    v("groups", groups, "groups of channels that do not see each other");
    v("bias", bias, "whether each output channel has a bias");
  }
};
using ConvTranspose1dConfig = ConvTransposeConfig<std::int64_t>;
using ConvTranspose2dConfig = ConvTransposeConfig<Extent2d>;
using ConvTranspose3dConfig = ConvTransposeConfig<Extent3d>;
/// The transposed convolutions: larger images from smaller ones. Parameters: weight [in, out/groups, ...],
/// bias [out].
class ConvTranspose1d final : public Module {
 public:
  explicit ConvTranspose1d(ConvTranspose1dConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "deconv1d"; }

 protected:
  Value forward(Value x) const override;

 private:
  ConvTranspose1dConfig config_;
};
class ConvTranspose2d final : public Module {
 public:
  explicit ConvTranspose2d(ConvTranspose2dConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "deconv"; }

 protected:
  Value forward(Value x) const override;

 private:
  ConvTranspose2dConfig config_;
};
class ConvTranspose3d final : public Module {
 public:
  explicit ConvTranspose3d(ConvTranspose3dConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "deconv3d"; }

 protected:
  Value forward(Value x) const override;

 private:
  ConvTranspose3dConfig config_;
};

}  // namespace percept::nn
