// Every layer that a recipe can name: to add one, write a line here and one for what its words mean in the
// catalogue.
#include "layer_list.hpp"

#include "percept/nn/layers.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept::recipe {
namespace {

Build build(nn::ModulePtr module, const std::string& path) {
  module->set_name(path);
  return [module = std::move(module)](const std::vector<Value>& inputs) { return (*module)(inputs.front()); };
}

Build conv(LayerWords& words, const std::string& path) {
  nn::Conv2dConfig config;
  config.out = words.number();
  config.kernel = words.extent();
  config.stride = words.option("stride", Extent2d(1), 1);
  Extent2d pad = words.option("pad", Extent2d(0), 0);
  config.padding = {pad.h, pad.w};
  config.dilation = words.option("dilation", Extent2d(1), 1);
  config.groups = words.option("groups", std::int64_t(1), 1);
  config.bias = words.option("bias", true);
  return build(std::make_shared<nn::Conv2d>(config), path);
}

template <class Pool>
Build pool(LayerWords& words, const std::string& path) {
  nn::PoolConfig config;
  config.kernel = words.extent();
  config.stride = words.option("stride", config.kernel, 1);
  Extent2d pad = words.option("pad", Extent2d(0), 0);
  config.padding = {pad.h, pad.w};
  return build(std::make_shared<Pool>(config), path);
}

Build linear(LayerWords& words, const std::string& path) {
  nn::LinearConfig config;
  config.out = words.number();
  config.bias = words.option("bias", true);
  return build(std::make_shared<nn::Linear>(config), path);
}

template <class Module>
Build plain(LayerWords&, const std::string& path) {
  return build(std::make_shared<Module>(), path);
}

template <class Module, class Options>
Build with_options(LayerWords& words, const std::string& path) {
  Options options;
  auto visit = [&](std::string_view name, auto& value, std::string_view) {
    value = words.option(std::string(name), value);
  };
  options.fields(visit);
  return build(std::make_shared<Module>(options), path);
}

Build sum(LayerWords&, const std::string& path) {
  return [path](const std::vector<Value>& inputs) {
    Graph::Scope scope(inputs.front().graph(), path);
    Value total = inputs.front();
    for (std::size_t i = 1; i < inputs.size(); ++i) total = add(total, inputs[i]);
    return total;
  };
}

constexpr LayerKind kLayers[] = {
    {"conv", "conv CHANNELS SIZE [stride=1] [pad=0] [dilation=1] [groups=1] [bias=true]", false, conv},
    {"linear", "linear FEATURES|classes [bias=true]", false, linear},
    {"maxpool", "maxpool SIZE [stride=SIZE] [pad=0]", false, pool<nn::MaxPool2d>},
    {"avgpool", "avgpool SIZE [stride=SIZE] [pad=0]", false, pool<nn::AveragePool2d>},
    {"flatten", "flatten", false, plain<nn::Flatten>},
    {"relu", "relu", false, plain<nn::Relu>},
    {"sigmoid", "sigmoid", false, plain<nn::Sigmoid>},
    {"tanh", "tanh", false, plain<nn::Tanh>},
    {"leaky_relu", "leaky_relu [slope=0.01]", false, with_options<nn::LeakyRelu, LeakyReluOptions>},
    {"elu", "elu [alpha=1]", false, with_options<nn::Elu, EluOptions>},
    {"celu", "celu [alpha=1]", false, with_options<nn::Celu, EluOptions>},
    {"selu", "selu", false, plain<nn::Selu>},
    {"gelu", "gelu [tanh=false]", false, with_options<nn::Gelu, GeluOptions>},
    {"silu", "silu", false, plain<nn::Silu>},
    {"mish", "mish", false, plain<nn::Mish>},
    {"softplus", "softplus [beta=1]", false, with_options<nn::Softplus, SoftplusOptions>},
    {"softsign", "softsign", false, plain<nn::Softsign>},
    {"log_sigmoid", "log_sigmoid", false, plain<nn::LogSigmoid>},
    {"relu6", "relu6", false, plain<nn::Relu6>},
    {"hard_sigmoid", "hard_sigmoid", false, plain<nn::HardSigmoid>},
    {"hard_swish", "hard_swish", false, plain<nn::HardSwish>},
    {"hard_tanh", "hard_tanh [low=-1] [high=1]", false, with_options<nn::HardTanh, HardTanhOptions>},
    {"hard_shrink", "hard_shrink [bound=0.5]", false, with_options<nn::HardShrink, ShrinkOptions>},
    {"soft_shrink", "soft_shrink [bound=0.5]", false, with_options<nn::SoftShrink, ShrinkOptions>},
    {"tanh_shrink", "tanh_shrink", false, plain<nn::TanhShrink>},
    {"threshold", "threshold [threshold=0] [value=0]", false, with_options<nn::Threshold, ThresholdOptions>},
    {"softmax", "softmax", false, plain<nn::Softmax>},
    {"log_softmax", "log_softmax", false, plain<nn::LogSoftmax>},
    {"add", "{ id = \"sum\", op = \"add\", from = [\"a\", \"b\"] }", true, sum},
};

}  // namespace

std::span<const LayerKind> layer_kinds() { return kLayers; }

}  // namespace percept::recipe
