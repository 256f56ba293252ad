#include "onnx/networks.hpp"

#include <cmath>

#include "percept/nn/layers.hpp"
#include "percept/ops/ops.hpp"

namespace percept::proof {
namespace {

const Input kRows{"x", {-1, 6}}, kSignal{"x", {-1, 4, 12}}, kImage{"x", {-1, 4, 8, 6}},
    kVolume{"x", {-1, 4, 5, 6, 4}}, kSteps{"x", {7, -1, 6}}, kStepsOfBatch{"x", {-1, 7, 6}},
    kLengths{"lengths", {-1}, DType::i64, 1, 9};

template <class M>
Network of(std::string name, Input input, M module) {
  auto shared = std::make_shared<M>(std::move(module));
  return {std::move(name), {std::move(input)}, [shared](const Values& x) { return Values{(*shared)(x[0])}; }};
}

/// All that a recurrent layer gives, of sequences that end at different steps.
template <class M>
Network recurrent(std::string name, M module) {
  auto shared = std::make_shared<M>(std::move(module));
  return {std::move(name), {kSteps, kLengths}, [shared](const Values& x) {
            nn::Sequences y = (*shared)(x[0], {.lengths = x[1]});
            Values all = {y.output, y.hidden};
            if (y.cell) all.push_back(y.cell);
            return all;
          }};
}

std::vector<Network> activations() {
  using namespace nn;
  return {
      of("celu", kRows, Celu({.alpha = 0.7})),
      of("elu", kRows, Elu({.alpha = 0.7})),
      of("gelu", kRows, Gelu()),
      of("gelu-tanh", kRows, Gelu({.tanh = true})),
      of("hard-shrink", kRows, HardShrink()),
      of("hard-sigmoid", kRows, HardSigmoid()),
      of("hard-swish", kRows, HardSwish()),
      of("hard-tanh", kRows, HardTanh({.low = -0.5, .high = 0.7})),
      of("leaky-relu", kRows, LeakyRelu()),
      of("log-sigmoid", kRows, LogSigmoid()),
      of("mish", kRows, Mish()),
      of("prelu", kImage, PRelu({.slopes = 0})),
      of("relu", kRows, Relu()),
      of("relu6", kRows, Relu6()),
      of("rrelu", kRows, Rrelu()),
      of("selu", kRows, Selu()),
      of("sigmoid", kRows, Sigmoid()),
      of("silu", kRows, Silu()),
      of("soft-shrink", kRows, SoftShrink()),
      of("softplus", kRows, Softplus({.beta = 2})),
      of("softsign", kRows, Softsign()),
      of("tanh", kRows, nn::Tanh()),
      of("tanh-shrink", kRows, TanhShrink()),
      of("threshold", kRows, Threshold({.threshold = 0.1, .value = 2})),
      of("softmax", kRows, Softmax()),
      of("log-softmax", kImage, LogSoftmax({.axis = 1})),
      of("glu", kRows, Glu()),
      of("swiglu", kRows, SwiGlu()),
      of("maxout", kImage, Maxout()),
      of("dropout", kRows, Dropout()),
      of("dropout-channels", kImage, DropoutChannels()),
      of("alpha-dropout", kRows, AlphaDropout()),
  };
}

std::vector<Network> layers() {
  using namespace nn;
  return {
      of("linear", kRows, Linear({.out = 5})),
      of("linear-no-bias", kRows, Linear({.out = 5, .bias = false})),
      of("linear-sequences", kStepsOfBatch, Linear({.out = 5})),
      of("bias", kImage, Bias()),
      of("flatten", kImage, Flatten()),
      of("conv2d", kImage, Conv2d({.out = 6, .kernel = 3, .stride = 2, .padding = {1, 0, 2, 1}})),
      of("conv2d-groups", kImage, Conv2d({.out = 6, .dilation = 2, .groups = 2, .bias = false})),
      of("conv2d-reflect", kImage, Conv2d({.out = 3, .padding = 1, .padding_mode = PadMode::reflect})),
      of("conv1d", kSignal, Conv1d({.out = 6, .kernel = 3, .dilation = 2, .groups = 2, .causal = true})),
      of("conv3d", kVolume, Conv3d({.out = 5, .kernel = {3, 2, 3}, .stride = {2, 1, 1}, .padding = 1})),
      of("conv-transpose1d", kSignal, ConvTranspose1d({.out = 3, .kernel = 4, .stride = 2, .padding = 1})),
      of("conv-transpose2d", kImage,
         ConvTranspose2d(
             {.out = 6, .kernel = 3, .stride = 2, .padding = 1, .output_padding = 1, .groups = 2})),
      of("conv-transpose3d", kVolume, ConvTranspose3d({.out = 2, .kernel = 2, .stride = 2})),
      of("max-pool", kImage, nn::MaxPool2d({.kernel = 3, .stride = 2, .padding = 1})),
      of("average-pool", kImage, AveragePool2d({.kernel = 3, .stride = 1, .padding = 1})),
      of("global-average-pool", kImage, GlobalAveragePool()),
      of("global-max-pool", kVolume, GlobalMaxPool()),
      of("adaptive-average-pool", kImage, AdaptiveAveragePool2d({.size = {3, 2}})),
      of("adaptive-max-pool", kImage, AdaptiveMaxPool2d({.size = {3, 4}})),
      of("upsample-nearest", kImage, Upsample({.scale = {2, 3}})),
      of("upsample-linear", kImage, Upsample({.scale = {2, 3}, .mode = "linear"})),
      of("upsample-cubic", kImage, Upsample({.scale = 2, .mode = "cubic"})),
      of("interpolate-odd", kImage,
         Apply("interpolate",
               [](Value x) {
                 Value y = interpolate(x, {5, 7}, {.mode = "linear", .align_corners = true});
                 return interpolate(interpolate(y, {7, 9}, {.mode = "cubic"}), {3, 4});
               })),
      of("pools1d", kSignal,
         Apply("pools",
               [](Value x) { return average_pool1d(max_pool1d(x, {.padding = 1}), {.kernel = 3}); })),
      of("pools3d", kVolume,
         Apply("pools",
               [](Value x) {
                 return average_pool3d(max_pool3d(x, {.stride = 1}), {.kernel = {2, 3, 2}});
               })),
  };
}

std::vector<Network> norms_and_blocks() {
  using namespace nn;
  return {
      of("batch-norm", kImage, BatchNorm()),
      of("batch-norm-rows", kRows, BatchNorm({.affine = false})),
      of("layer-norm", kImage, LayerNorm({.axes = 2})),
      of("layer-norm-steps", kSteps, LayerNorm()),
      of("layer-norm-plain", kSteps, LayerNorm({.affine = false})),
      of("group-norm", kImage, GroupNorm({.groups = 2})),
      of("instance-norm", kImage, InstanceNorm()),
      of("instance-norm-affine", kImage, InstanceNorm({.affine = true})),
      of("rms-norm", kRows, RmsNorm()),
      of("local-response-norm", kImage, LocalResponseNorm({.size = 4})),
      of("sequential", kImage,
         Sequential(Conv2d({.out = 4, .padding = 1}), BatchNorm(), Relu(), nn::MaxPool2d(), Flatten(),
                    Linear({.out = 3}))),
      of("residual", kRows, Residual(Sequential(Linear({.out = 6}), Relu()))),
      of("branches", kRows, Branches(Linear({.out = 3}), Relu())),
      of("basic-block", kImage, BasicBlock({.out = 8, .stride = 2})),
      of("basic-block-pad", kImage, BasicBlock({.out = 8, .stride = 2, .shortcut = Shortcut::pad})),
      of("separable", kImage, Separable({.out = 6})),
      of("inception", kImage,
         Inception({.one = 2, .before_three = 2, .three = 3, .before_five = 2, .five = 3, .pooled = 2})),
      of("squeeze-excite", kImage, SqueezeExcite({.squeezed = 2})),
  };
}

std::vector<Network> sequences() {
  using namespace nn;
  Input words{"words", {-1, 5}, DType::i64, 0, 9}, padding{"padding", {-1, 7}, DType::boolean, 0, 1.5};
  return {
      of("rnn", kSteps, nn::Rnn({.hidden = 5})),
      of("rnn-relu", kSteps, nn::Rnn({.hidden = 5, .nonlinearity = "relu", .bias = false})),
      of("lstm", kStepsOfBatch, nn::Lstm({.hidden = 5, .batch_first = true})),
      of("gru", kSteps, nn::Gru({.hidden = 5, .bias = false})),
      recurrent("rnn-both", nn::Rnn({.hidden = 5, .bidirectional = true})),
      recurrent("lstm-both", nn::Lstm({.hidden = 5, .layers = 2, .bidirectional = true})),
      recurrent("gru-both", nn::Gru({.hidden = 5, .layers = 2, .bidirectional = true})),
      {"lstm-states",
       {kSteps, {"h", {1, -1, 5}}, {"c", {1, -1, 5}}},
       [](const Values& x) {
         nn::Sequences y = nn::Lstm({.hidden = 5})(x[0], {.hidden = x[1], .cell = x[2]});
         return Values{y.output, y.hidden, y.cell};
       }},
      {"gru-step",
       {kRows, {"h", {1, -1, 5}}},
       [](const Values& x) {
         nn::Sequences y = nn::Gru({.hidden = 5}).step(x[0], {.hidden = x[1]});
         return Values{y.output, y.hidden};
       }},
      of("embedding", words, Embedding({.count = 9, .dim = 4})),
      of("embedding-padding", words, Embedding({.count = 9, .dim = 4, .padding = 2})),
      of("positions", kSteps, PositionalEncoding()),
      of("attention", kStepsOfBatch, MultiheadAttention({.heads = 2, .batch_first = true})),
      {"attention-masks",
       {kSteps, padding},
       [](const Values& x) {
         nn::Attention y =
             nn::MultiheadAttention({.heads = 3})(x[0], x[0], x[0], {.padding = x[1], .causal = true});
         return Values{y.output, y.weights};
       }},
      of("transformer", kSteps, TransformerEncoderLayer({.heads = 2, .hidden = 8})),
      of("transformer-norm-first", kStepsOfBatch,
         TransformerEncoderLayer(
             {.heads = 2, .hidden = 8, .activation = "gelu", .batch_first = true, .norm_first = true})),
  };
}

}  // namespace

Tensor Input::drawn(std::int64_t batch) const {
  RandomStream random(std::uint64_t(batch), name);
  Tensor tensor(dtype, shape(batch));
  for (std::int64_t i = 0; i < tensor.size(); ++i) {
    double x = low + (high - low) * random.uniform(std::uint64_t(i));
    tensor.set(i, is_float(dtype) ? x : std::floor(x));
  }
  return tensor;
}

std::vector<Network> all_networks() {
  std::vector<Network> all;
  for (const auto& some : {activations(), layers(), norms_and_blocks(), sequences()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

void Network::trace(Graph& graph, std::int64_t batch) const {
  Values given;
  for (const Input& input : inputs)
    given.push_back(graph.feed(input.name, {input.dtype, input.shape(batch)}));
  Values outputs = build(given);
  for (std::size_t i = 0; i < outputs.size(); ++i) graph.fetch("y" + std::to_string(i), outputs[i]);
}

std::unique_ptr<Graph> Network::traced(std::int64_t batch) const {
  auto graph = std::make_unique<Graph>(Mode::infer);
  trace(*graph, batch);
  return graph;
}

onnx::Exported exported(const Network& network, ParameterStore& store) {
  std::unique_ptr<Graph> graph = network.traced(1);
  for (Value parameter : graph->parameters()) store.ensure(graph->parameter_of(parameter));
  return onnx::export_model([&](std::int64_t batch) { return network.traced(batch); },
                            [&](const std::string& path) { return store.find(path)->value; },
                            {.name = network.name});
}

}  // namespace percept::proof
