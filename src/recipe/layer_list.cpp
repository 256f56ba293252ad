// Every layer that a recipe can name: to add one, write a line here and one for what its words mean in the
// catalogue.
#include "layer_list.hpp"

#include "formula.hpp"
#include "image_layers.hpp"

#include "percept/nn/init.hpp"
#include "percept/nn/layers.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/recipe/onnx_model.hpp"

namespace percept::recipe {

Build build(nn::ModulePtr module, const std::string& path) {
  module->set_name(path);
  return [module = std::move(module)](const std::vector<Value>& inputs) { return (*module)(inputs.front()); };
}

namespace {

PadMode padding_mode(LayerWords& words) {
  std::string mode = words.choice("pad_mode", {"zeros", "reflect", "replicate", "circular"});
  return mode == "reflect"     ? PadMode::reflect
         : mode == "replicate" ? PadMode::replicate
         : mode == "circular"  ? PadMode::circular
                               : PadMode::zeros;
}

// +1 or -1, each as likely: with the default biases the bends of ReLU units that see one number lie evenly
// from -1 to 1.
Initializer signs() {
  return [](Tensor& tensor, const RandomStream& stream) {
    for (std::int64_t i = 0; i < tensor.size(); ++i)
      tensor.set(i, stream.uniform(std::uint64_t(i)) < 0.5f ? -1 : 1);
  };
}

// init=kaiming_normal, bias_init=zeros: how the weight and the bias begin, with PyTorch's defaults of that
// name.
template <class Layer, class Config>
Build initialized(const Config& config, LayerWords& words, const std::string& path) {
  struct Named {
    const char* name;
    Initializer (*make)();
  };
  static constexpr Named kInitializers[] = {
      {"default", nullptr},
      {"zeros", [] { return nn::zeros(); }},
      {"ones", [] { return nn::ones(); }},
      {"minus_ones", [] { return nn::constant(-1); }},
      {"signs", [] { return signs(); }},
      {"xavier_uniform", [] { return nn::xavier_uniform(); }},
      {"xavier_normal", [] { return nn::xavier_normal(); }},
      {"kaiming_uniform", [] { return nn::kaiming_uniform(); }},
      {"kaiming_normal", [] { return nn::kaiming_normal(); }},
      {"lecun_uniform", [] { return nn::lecun_uniform(); }},
      {"lecun_normal", [] { return nn::lecun_normal(); }},
      {"lecun_1989", [] { return nn::lecun_1989(); }},
      {"orthogonal", [] { return nn::orthogonal(); }},
  };
  std::vector<std::string> names;
  for (const Named& named : kInitializers) names.emplace_back(named.name);
  std::string weight = words.choice("init", names),
              bias = words.choice("bias_init", {"default", "zeros", "ones", "minus_ones"});
  auto layer = std::make_shared<Layer>(config);
  for (const Named& named : kInitializers) {
    if (weight == named.name && named.make) layer->initialize("weight", named.make());
    if (bias == named.name && named.make) layer->initialize("bias", named.make());
  }
  return build(std::move(layer), path);
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
  config.padding_mode = padding_mode(words);
  config.bias = words.option("bias", true);
  return initialized<nn::Conv2d>(config, words, path);
}

Build deconv(LayerWords& words, const std::string& path) {
  nn::ConvTranspose2dConfig config;
  config.out = words.number();
  config.kernel = words.extent();
  config.stride = words.option("stride", Extent2d(1), 1);
  config.padding = words.option("pad", Extent2d(0), 0);
  config.output_padding = words.option("output_pad", Extent2d(0), 0);
  config.dilation = words.option("dilation", Extent2d(1), 1);
  config.groups = words.option("groups", std::int64_t(1), 1);
  config.bias = words.option("bias", true);
  return initialized<nn::ConvTranspose2d>(config, words, path);
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

// What somebody else trained, or a part of it.
Build foreign(LayerWords& words, const std::string& path) {
  std::string file = words.next();
  train::Net net = net_of(onnx::read_model(file).value(), words.text_option("until"));
  return [net, path](const std::vector<Value>& inputs) {
    Graph::Scope scope(inputs.front().graph(), path);
    return net(inputs.front());
  };
}

Build linear(LayerWords& words, const std::string& path) {
  nn::LinearConfig config;
  config.out = words.number();
  config.bias = words.option("bias", true);
  return initialized<nn::Linear>(config, words, path);
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

template <class Module>
Build dropout(LayerWords& words, const std::string& path) {
  return build(std::make_shared<Module>(nn::RateOptions{words.fraction()}), path);
}

Build group_norm(LayerWords& words, const std::string& path) {
  nn::GroupNormConfig config{.groups = words.number()};
  config.affine = words.option("affine", true);
  return build(std::make_shared<nn::GroupNorm>(config), path);
}

Build layer_norm(LayerWords& words, const std::string& path) {
  nn::LayerNormConfig config{.axes = int(words.option("axes", std::int64_t(1), 1))};
  config.affine = words.option("affine", true);
  return build(std::make_shared<nn::LayerNorm>(config), path);
}

Build batch_norm(LayerWords& words, const std::string& path) {
  nn::BatchNormConfig config;
  config.momentum = words.option("momentum", config.momentum);
  config.epsilon = words.option("epsilon", config.epsilon);
  config.affine = words.option("affine", true);
  return build(std::make_shared<nn::BatchNorm>(config), path);
}

Build maxout(LayerWords& words, const std::string& path) {
  return build(std::make_shared<nn::Maxout>(nn::MaxoutOptions{words.number()}), path);
}

Build prelu(LayerWords& words, const std::string& path) {
  return build(std::make_shared<nn::PRelu>(nn::PReluConfig{words.option("slopes", std::int64_t(1), 0)}),
               path);
}

// Halves the channels or features.
template <class Module>
Build gate(LayerWords&, const std::string& path) {
  return build(std::make_shared<Module>(nn::GateOptions{1}), path);
}

Build upsample(LayerWords& words, const std::string& path) {
  Extent2d scale = words.extent();
  return build(std::make_shared<nn::Upsample>(
                   nn::UpsampleOptions{scale, words.choice("mode", {"nearest", "linear", "cubic"})}),
               path);
}

template <class Module>
Build adaptive_pool(LayerWords& words, const std::string& path) {
  return build(std::make_shared<Module>(nn::AdaptivePoolOptions{words.extent()}), path);
}

Build local_response_norm(LayerWords& words, const std::string& path) {
  LocalResponseOptions o;
  o.size = words.option("size", o.size, 1);
  o.alpha = words.option("alpha", o.alpha);
  o.beta = words.option("beta", o.beta);
  o.k = words.option("k", o.k);
  return build(std::make_shared<nn::LocalResponseNorm>(o), path);
}

Build product(LayerWords&, const std::string& path) {
  return [path](const std::vector<Value>& inputs) {
    Graph::Scope scope(inputs.front().graph(), path);
    Value total = inputs.front();
    for (std::size_t i = 1; i < inputs.size(); ++i) total = mul(total, inputs[i]);
    return total;
  };
}

// Along the channels or features.
Build joined(LayerWords&, const std::string& path) {
  return [path](const std::vector<Value>& inputs) {
    Graph::Scope scope(inputs.front().graph(), path);
    return percept::concat(inputs, 1);
  };
}

Build sum(LayerWords&, const std::string& path) {
  return [path](const std::vector<Value>& inputs) {
    Graph::Scope scope(inputs.front().graph(), path);
    Value total = inputs.front();
    for (std::size_t i = 1; i < inputs.size(); ++i) total = add(total, inputs[i]);
    return total;
  };
}

// Features made of features: the columns of the input are x1, x2, ..., of a single one x too.
Build formulas(LayerWords& words, const std::string& path) {
  std::vector<std::string> texts;
  do texts.push_back(words.next());
  while (words.word_follows());
  return [texts, path](const std::vector<Value>& inputs) {
    Value x = inputs.front();
    Graph::Scope scope(x.graph(), path);
    if (x.shape().rank() != 2)
      throw Error(Problem("recipe.formula.rank").operand({"input", "", to_string(x.type())}));
    std::vector<std::pair<std::string, Value>> columns;
    for (std::int64_t i = 0; i < x.shape()[1]; ++i)
      columns.emplace_back("x" + std::to_string(i + 1), slice(x, {.axis = 1, .begin = i, .end = i + 1}));
    if (columns.size() == 1) columns.emplace_back("x", columns.front().second);
    std::vector<Value> features;
    for (const std::string& text : texts) features.push_back(formula_value(text, columns));
    return features.size() == 1 ? features.front() : percept::concat(features, 1);
  };
}

constexpr LayerKind kLayers[] = {
    {"conv",
     "conv CHANNELS SIZE [stride=1] [pad=0] [dilation=1] [groups=1] [pad_mode=zeros] [bias=true] "
     "[init=default] [bias_init=default]",
     false, conv},
    {"deconv",
     "deconv CHANNELS SIZE [stride=1] [pad=0] [output_pad=0] [dilation=1] [groups=1] [bias=true] "
     "[init=default] [bias_init=default]",
     false, deconv},
    {"residual", "residual CHANNELS [stride=1] [shortcut=norm] [bias=false]", false, residual},
    {"separable", "separable CHANNELS [stride=1] [bias=false]", false, separable},
    {"inception", "inception ONE BEFORE_THREE THREE BEFORE_FIVE FIVE POOLED [norm=true]", false, inception},
    {"squeeze_excite", "squeeze_excite CHANNELS", false, squeeze_excite},
    {"bias", "bias", false, unit_bias},
    {"pad", "pad SIZE [value=0]", false, padded},
    {"channels", "channels COUNT [from=0]", false, some_channels},
    {"resize", "resize SIZE [mode=linear]", false, resized},
    {"rescale", "rescale FACTOR [shift=0]", false, rescaled},
    {"formula", "formula EXPRESSION ... (of x1, x2, ...: x1^2 sin(x1)*x2)", false, formulas},
    {"onnx", "onnx FILE [until=NAME]", false, foreign},
    {"linear", "linear FEATURES|classes [bias=true] [init=default] [bias_init=default]", false, linear},
    {"maxpool", "maxpool SIZE [stride=SIZE] [pad=0]", false, pool<nn::MaxPool2d>},
    {"avgpool", "avgpool SIZE [stride=SIZE] [pad=0]", false, pool<nn::AveragePool2d>},
    {"global_avgpool", "global_avgpool", false, plain<nn::GlobalAveragePool>},
    {"global_maxpool", "global_maxpool", false, plain<nn::GlobalMaxPool>},
    {"adaptive_avgpool", "adaptive_avgpool SIZE", false, adaptive_pool<nn::AdaptiveAveragePool2d>},
    {"adaptive_maxpool", "adaptive_maxpool SIZE", false, adaptive_pool<nn::AdaptiveMaxPool2d>},
    {"upsample", "upsample SCALE [mode=nearest]", false, upsample},
    {"batch_norm", "batch_norm [momentum=0.1] [epsilon=1e-5] [affine=true]", false, batch_norm},
    {"layer_norm", "layer_norm [axes=1] [affine=true]", false, layer_norm},
    {"group_norm", "group_norm GROUPS [affine=true]", false, group_norm},
    {"instance_norm", "instance_norm", false, plain<nn::InstanceNorm>},
    {"rms_norm", "rms_norm", false, plain<nn::RmsNorm>},
    {"local_response_norm", "local_response_norm [size=5] [alpha=1e-4] [beta=0.75] [k=1]", false,
     local_response_norm},
    {"dropout", "dropout PROBABILITY", false, dropout<nn::Dropout>},
    {"dropout2d", "dropout2d PROBABILITY", false, dropout<nn::DropoutChannels>},
    {"alpha_dropout", "alpha_dropout PROBABILITY", false, dropout<nn::AlphaDropout>},
    {"flatten", "flatten", false, plain<nn::Flatten>},
    {"relu", "relu", false, plain<nn::Relu>},
    {"sigmoid", "sigmoid", false, plain<nn::Sigmoid>},
    {"tanh", "tanh", false, plain<nn::Tanh>},
    {"leaky_relu", "leaky_relu [slope=0.01]", false, with_options<nn::LeakyRelu, LeakyReluOptions>},
    {"prelu", "prelu [slopes=1]", false, prelu},
    {"rrelu", "rrelu [lower=0.125] [upper=0.3333]", false, with_options<nn::Rrelu, RreluOptions>},
    {"maxout", "maxout PIECES", false, maxout},
    {"glu", "glu", false, gate<nn::Glu>},
    {"swiglu", "swiglu", false, gate<nn::SwiGlu>},
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
    {"mul", "{ id = \"product\", op = \"mul\", from = [\"a\", \"b\"] }", true, product},
    {"concat", "{ id = \"joined\", op = \"concat\", from = [\"a\", \"b\"] }", true, joined},
};

}  // namespace

std::span<const LayerKind> layer_kinds() { return kLayers; }

}  // namespace percept::recipe
