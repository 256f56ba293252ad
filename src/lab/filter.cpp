#include "percept/lab/filter.hpp"

#include <algorithm>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"

namespace percept::lab {
namespace {

// Up to a layer channels do not see each other, so they are traced as pictures of one channel: the kernels
// for few channels take these, where a convolution in groups would fall to a slower one.
void trace(Graph& graph, const std::vector<FilterStage>& stages) {
  Value x = graph.feed("picture");
  for (std::size_t i = 0; i < stages.size(); ++i) x = write_stage(x, stages[i], std::to_string(i));
  graph.fetch("picture", x);
}

// A stage without its numbers: what is compiled of it.
FilterStage plan_of(FilterStage stage) {
  if (auto* convolution = std::get_if<Convolution>(&stage)) convolution->kernel.numbers.clear();
  if (auto* layer = std::get_if<Layer>(&stage)) {
    std::fill(layer->biases.begin(), layer->biases.end(), 0);
    for (std::vector<Matrix>& filter : layer->weights)
      for (Matrix& slice : filter) slice.numbers.clear();
  }
  return stage;
}

// A row of blocks for each filter; a channel of another group has a block of zeros.
Tensor blocks_of(const Layer& layer, Extent2d input) {
  Extent2d size = output_size(layer, input);
  std::size_t filters = layer.weights.size(), slices = layer.weights.front().size();
  std::int64_t places = size.h * size.w, pixels = input.h * input.w;
  std::int64_t columns = std::int64_t(slices) * layer.groups * pixels;
  Tensor matrix = Tensor::zeros(DType::f32, {std::int64_t(filters) * places, columns});
  auto to = matrix.data<float>();
  for (std::size_t f = 0; f < filters; ++f)
    for (std::size_t c = 0; c < slices; ++c) {
      Tensor block = matrix_of(slice_of(layer, f, c), input);
      auto from = block.data<float>();
      std::size_t group = f * std::size_t(layer.groups) / filters, channel = group * slices + c;
      for (std::int64_t r = 0; r < places; ++r)
        std::copy_n(from.begin() + r * pixels, pixels,
                    to.begin() + (std::int64_t(f) * places + r) * columns + std::int64_t(channel) * pixels);
    }
  return matrix;
}

}  // namespace

Filter::Filter(std::vector<FilterStage> stages)
    : stages_(std::move(stages)), program_(store_, [this](Graph& graph) { trace(graph, stages_); },
                                           {.mode = Mode::infer, .plan = {.precision = Precision::exact}}) {
  if (stages_.size() > kMostStages)
    throw Error(Problem("lab.filter.stages", {{"have", stages_.size()}, {"most", kMostStages}})
                    .with_hint("lab.filter.stages.hint"));
}

std::vector<Extent2d> Filter::sizes(Extent2d input) const {
  std::vector<Extent2d> sizes = {input};
  for (const FilterStage& stage : stages_) sizes.push_back(output_size(stage, sizes.back()));
  return sizes;
}

Tensor Filter::run(const Tensor& planes) {
  const Shape& s = planes.shape();
  std::int64_t channels = s[0];
  for (const FilterStage& stage : stages_) channels = output_channels(stage, channels);
  sizes({s[1], s[2]});
  const Tensor& y = program_.run({{"picture", planes.reshape({s[0], 1, s[1], s[2]})}})["picture"];
  return y.reshape({channels, y.shape()[2], y.shape()[3]});
}

void Filter::set_kernel(std::size_t stage, const Matrix& kernel) {
  auto& convolution = std::get<Convolution>(stages_.at(stage));
  if (kernel.rows != convolution.kernel.rows || kernel.columns != convolution.kernel.columns)
    throw Error(Problem("lab.filter.kernel_size",
                        {{"rows", convolution.kernel.rows}, {"columns", convolution.kernel.columns}})
                    .with_hint("lab.filter.kernel_size.hint"));
  convolution.kernel = kernel;
  set_parameter(std::to_string(stage) + ".weight", kernel.numbers);
}

bool Filter::set_numbers(const std::vector<FilterStage>& stages) {
  if (!std::equal(stages.begin(), stages.end(), stages_.begin(), stages_.end(),
                  [](const FilterStage& a, const FilterStage& b) { return plan_of(a) == plan_of(b); }))
    return false;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (const auto* convolution = std::get_if<Convolution>(&stages[i])) set_kernel(i, convolution->kernel);
    if (const auto* layer = std::get_if<Layer>(&stages[i])) {
      set_parameter(std::to_string(i) + ".weight", weights_of(*layer));
      set_parameter(std::to_string(i) + ".bias", layer->biases);
    }
  }
  stages_ = stages;
  return true;
}

void Filter::set_parameter(const std::string& path, const std::vector<double>& numbers) {
  const ParameterStore::Entry* held = store_.find(path);
  if (!held) return;  // not run yet
  Tensor tensor(DType::f32, held->value.shape());
  for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, numbers[std::size_t(i)]);
  store_.set(path, tensor);
}

std::vector<PlanStep> Filter::steps(const Shape& s) {
  return program_.plan({{"picture", Tensor::zeros(DType::f32, {s[0], 1, s[1], s[2]})}}).steps();
}

Tensor matrix_of(const FilterStage& stage, Extent2d input) {
  const auto* pooling = std::get_if<Pooling>(&stage);
  if (std::holds_alternative<Relu>(stage) || (pooling && pooling->kind == Pooling::Kind::max))
    throw Error(Problem("lab.filter.no_matrix").with_hint("lab.filter.no_matrix.hint"));
  if (const auto* layer = std::get_if<Layer>(&stage)) return blocks_of(*layer, input);
  output_size(stage, input);
  FilterStage linear = stage;
  if (auto* convolution = std::get_if<Convolution>(&linear)) convolution->bias = 0;
  // Column j is what the picture with a one at place j, and zeros elsewhere, is taken to.
  ParameterStore store;
  Program program(
      store,
      [&](Graph& graph) {
        std::int64_t places = input.h * input.w;
        Value basis = reshape(eye(graph, places), {places, 1, input.h, input.w});
        Value images = write_stage(basis, linear, "0");
        graph.fetch("matrix", transpose(reshape(images, {places, images.shape().elements(1, 4)}), {1, 0}));
      },
      {.mode = Mode::infer, .plan = {.precision = Precision::exact}});
  return program.run({})["matrix"].clone();
}

}  // namespace percept::lab
