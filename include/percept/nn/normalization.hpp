// Normalisation layers: batch, layer, instance, group and RMS norm.
#pragma once

#include "percept/nn/module.hpp"

namespace percept::nn {

struct BatchNormConfig {
  double epsilon = 1e-5;
  double momentum = 0.1;
  bool affine = true;
  template <class V>
  void fields(V& v) {
    v("epsilon", epsilon, "added to the variance");
    v("momentum", momentum, "share of a batch's statistics in the running ones");
    v("affine", affine, "whether each channel has a learnt scale and shift");
  }
};
/// [N, C, ...]: per channel over batch and places in training, while running_mean and running_var follow;
/// with these in inference. PyTorch's BatchNorm1d, 2d and 3d. Parameters: weight [C], bias [C]; state:
/// running_mean [C], running_var [C] (of the unbiased variances). Called twice in one trace, the first call's
/// statistics are followed.
class BatchNorm final : public Module {
 public:
  explicit BatchNorm(BatchNormConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "batch_norm"; }

 protected:
  Value forward(Value x) const override;

 private:
  BatchNormConfig config_;
};

struct LayerNormConfig {
  int axes = 1;
  double epsilon = 1e-5;
  bool affine = true;
  template <class V>
  void fields(V& v) {
    v("axes", axes, "how many of the last axes are normalised together");
    v("epsilon", epsilon, "added to the variance");
    v("affine", affine, "whether each element of these axes has a learnt scale and shift");
  }
};
/// Per example over the last axes. Parameters: weight and bias of their shape.
class LayerNorm final : public Module {
 public:
  explicit LayerNorm(LayerNormConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "layer_norm"; }

 protected:
  Value forward(Value x) const override;

 private:
  LayerNormConfig config_;
};

struct GroupNormConfig {
  std::int64_t groups = 1;
  double epsilon = 1e-5;
  bool affine = true;
  template <class V>
  void fields(V& v) {
    v("groups", groups, "groups of channels that share mean and variance");
    v("epsilon", epsilon, "added to the variance");
    v("affine", affine, "whether each channel has a learnt scale and shift");
  }
};
/// [N, C, ...]: per example and group of channels. Parameters: weight [C], bias [C].
class GroupNorm final : public Module {
 public:
  explicit GroupNorm(GroupNormConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "group_norm"; }

 protected:
  Value forward(Value x) const override;

 private:
  GroupNormConfig config_;
};

struct InstanceNormConfig {
  double epsilon = 1e-5;
  bool affine = false;
  template <class V>
  void fields(V& v) {
    v("epsilon", epsilon, "added to the variance");
    v("affine", affine, "whether each channel has a learnt scale and shift");
  }
};
/// [N, C, ...]: per example and channel, in training and inference alike. Parameters, if affine: weight [C],
/// bias [C].
class InstanceNorm final : public Module {
 public:
  explicit InstanceNorm(InstanceNormConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "instance_norm"; }

 protected:
  Value forward(Value x) const override;

 private:
  InstanceNormConfig config_;
};

struct RmsNormConfig {
  int axes = 1;
  double epsilon = 1e-5;
  template <class V>
  void fields(V& v) {
    v("axes", axes, "how many of the last axes are normalised together");
    v("epsilon", epsilon, "added to the mean square");
  }
};
/// Per example over the last axes, by the root of the mean square. Parameter: weight of their shape.
class RmsNorm final : public Module {
 public:
  explicit RmsNorm(RmsNormConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "rms_norm"; }

 protected:
  Value forward(Value x) const override;

 private:
  RmsNormConfig config_;
};

}  // namespace percept::nn
