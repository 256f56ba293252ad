#include "percept/lab/filter.hpp"

#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"

namespace percept::lab {
namespace {

// Channels do not see each other, so they are traced as pictures of one channel: the kernels for few channels
// take these, where a convolution in groups would fall to a slower one.
void trace(Graph& graph, const std::vector<FilterStage>& stages) {
  Value x = graph.feed("picture");
  for (std::size_t i = 0; i < stages.size(); ++i) x = write_stage(x, stages[i], std::to_string(i));
  graph.fetch("picture", x);
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
  sizes({s[1], s[2]});
  const Tensor& y = program_.run({{"picture", planes.reshape({s[0], 1, s[1], s[2]})}})["picture"];
  return y.reshape({s[0], y.shape()[2], y.shape()[3]});
}

void Filter::set_kernel(std::size_t stage, const Matrix& kernel) {
  auto& convolution = std::get<Convolution>(stages_.at(stage));
  if (kernel.rows != convolution.kernel.rows || kernel.columns != convolution.kernel.columns)
    throw Error(Problem("lab.filter.kernel_size",
                        {{"rows", convolution.kernel.rows}, {"columns", convolution.kernel.columns}})
                    .with_hint("lab.filter.kernel_size.hint"));
  convolution.kernel = kernel;
  std::string path = std::to_string(stage) + ".weight";
  if (!store_.find(path)) return;  // not run yet
  Tensor weight(DType::f32, {1, 1, kernel.rows, kernel.columns});
  for (std::int64_t i = 0; i < weight.size(); ++i) weight.set(i, kernel.numbers[std::size_t(i)]);
  store_.set(path, weight);
}

std::vector<PlanStep> Filter::steps(const Shape& s) {
  return program_.plan({{"picture", Tensor::zeros(DType::f32, {s[0], 1, s[1], s[2]})}}).steps();
}

Tensor matrix_of(const FilterStage& stage, Extent2d input) {
  const auto* pooling = std::get_if<Pooling>(&stage);
  if (std::holds_alternative<Relu>(stage) || (pooling && pooling->kind == Pooling::Kind::max))
    throw Error(Problem("lab.filter.no_matrix").with_hint("lab.filter.no_matrix.hint"));
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
