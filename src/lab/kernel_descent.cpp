#include "kernel_descent.hpp"

#include <algorithm>
#include <cmath>

#include "percept/lab/image_kernel.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/convolution.hpp"
#include "percept/optim/adam.hpp"
#include "percept/optim/sgd.hpp"
#include "singular_values.hpp"

namespace percept::lab {
namespace {

constexpr const char* kPath = "kernel";
constexpr double kSmall = 0.1;                // deviation of a random beginning
constexpr double kMostProducts = 60'000'000;  // of patch_spectrum

// Along one side: where the common part begins in both pictures, and how long it is in the target.
struct Overlap {
  std::int64_t input = 0, target = 0, length = 0;
};
Overlap overlap_of(std::int64_t before, std::int64_t after, std::int64_t size) {
  std::int64_t made = before - after + 1;  // the size of the kernel that made the target
  std::int64_t mine = (size - 1) / 2, its = (made - 1) / 2;
  std::int64_t first = std::max(mine, its);
  std::int64_t last = before - 1 - std::max(size - 1 - mine, made - 1 - its);
  return {first - mine, first - its, last - first + 1};
}

Tensor cut(const Tensor& planes, std::int64_t top, std::int64_t left, std::int64_t height,
           std::int64_t width) {
  const Shape& s = planes.shape();
  Tensor out(DType::f32, {s[0], 1, height, width});
  auto from = planes.data<float>();
  auto to = out.data<float>();
  for (std::int64_t c = 0; c < s[0]; ++c)
    for (std::int64_t r = 0; r < height; ++r) {
      auto row = from.begin() + (c * s[1] + top + r) * s[2] + left;
      std::copy(row, row + width, to.begin() + (c * height + r) * width);
    }
  return out;
}

std::vector<Value> minimize(Value loss, const LearningSettings& s, double curvature) {
  if (s.optimizer == "adam") return optim::Adam({.lr = s.rate}).minimize(loss);
  double rate = s.rate / curvature;
  if (s.optimizer == "descent") return optim::Sgd({.lr = rate}).minimize(loss);
  return optim::Sgd({.lr = rate, .momentum = s.momentum, .nesterov = s.momentum > 0}).minimize(loss);
}

}  // namespace

KernelPair pair_of(const Tensor& before, const Tensor& after, std::int64_t rows, std::int64_t columns) {
  const Shape &b = before.shape(), &a = after.shape();
  auto fits = [](std::int64_t from, std::int64_t to) { return to <= from && from - to < kWidestKernel; };
  if (!fits(b[1], a[1]) || !fits(b[2], a[2]))
    throw Error(
        Problem("lab.learn.size", {{"height", a[1]},
                                   {"width", a[2]},
                                   {"least_height", std::max<std::int64_t>(1, b[1] - kWidestKernel + 1)},
                                   {"least_width", std::max<std::int64_t>(1, b[2] - kWidestKernel + 1)},
                                   {"most_height", b[1]},
                                   {"most_width", b[2]}})
            .with_hint("lab.learn.size.hint")
            .at("learn.target"));
  Overlap down = overlap_of(b[1], a[1], rows), across = overlap_of(b[2], a[2], columns);
  if (down.length < 1 || across.length < 1)
    throw Error(
        Problem("lab.learn.small", {{"rows", rows}, {"columns", columns}, {"height", b[1]}, {"width", b[2]}})
            .with_hint("lab.learn.small.hint")
            .at("learn.rows"));
  return {cut(before, down.input, across.input, down.length + rows - 1, across.length + columns - 1),
          cut(after, down.target, across.target, down.length, across.length)};
}

std::vector<double> patch_spectrum(const Tensor& input, std::int64_t rows, std::int64_t columns) {
  const Shape& s = input.shape();
  std::int64_t taps = rows * columns, high = s[2] - rows + 1, wide = s[3] - columns + 1;
  std::int64_t places = s[0] * high * wide;
  auto stride = std::int64_t(1 + double(places) * double(taps * taps) / 2 / kMostProducts);
  Matrix moments{taps, taps, std::vector<double>(std::size_t(taps * taps))};
  auto x = input.data<float>();
  std::vector<double> patch(static_cast<std::size_t>(taps));
  std::int64_t count = 0;
  for (std::int64_t p = 0; p < places; p += stride, ++count) {
    std::int64_t corner = (p / (high * wide) * s[2] + p / wide % high) * s[3] + p % wide;
    for (std::int64_t t = 0; t < taps; ++t)
      patch[std::size_t(t)] = double(x[std::size_t(corner + t / columns * s[3] + t % columns)]);
    for (std::int64_t i = 0; i < taps; ++i)
      for (std::int64_t j = 0; j <= i; ++j) moments.at(i, j) += patch[std::size_t(i)] * patch[std::size_t(j)];
  }
  for (std::int64_t i = 0; i < taps; ++i)
    for (std::int64_t j = 0; j <= i; ++j) moments.at(j, i) = moments.at(i, j) /= double(count);
  return singular_values(moments).values;
}

KernelDescent::KernelDescent(KernelPair pair, const LearningSettings& settings, double curvature)
    : pair_(std::move(pair)), rows_(settings.rows), columns_(settings.columns), random_(settings.random),
      store_(std::uint64_t(settings.seed)), train_(store_,
                                                   [this, settings, curvature](Graph& graph) {
                                                     Value loss = trace_loss(graph);
                                                     minimize(loss, settings, curvature);
                                                     graph.fetch("loss", loss);
                                                   },
                                                   {.plan = {.precision = Precision::exact}}),
      show_(store_,
            [this](Graph& graph) {
              Value output = trace_output(graph);
              graph.fetch("output", output);
              graph.fetch("loss", nn::mean_squared_error(output, graph.feed("target")));
            },
            {.mode = Mode::infer, .plan = {.precision = Precision::exact}}) {}

Value KernelDescent::trace_output(Graph& graph) const {
  Value weight =
      graph.parameter({.path = kPath,
                       .type = {DType::f32, {1, 1, rows_, columns_}},
                       .initialize = [random = random_](Tensor& tensor, const RandomStream& draws) {
                         for (std::int64_t i = 0; i < tensor.size(); ++i)
                           tensor.set(i, random ? kSmall * double(draws.normal(std::uint64_t(i))) : 0);
                       }});
  return conv2d(graph.feed("picture"), weight);
}

Value KernelDescent::trace_loss(Graph& graph) const {
  return nn::mean_squared_error(trace_output(graph), graph.feed("target"));
}

double KernelDescent::step() {
  return train_.run({{"picture", pair_.input}, {"target", pair_.target}}).number("loss");
}

const Tensor& KernelDescent::output() {
  return show_.run({{"picture", pair_.input}, {"target", pair_.target}})["output"];
}

double KernelDescent::loss() {
  return show_.run({{"picture", pair_.input}, {"target", pair_.target}}).number("loss");
}

Matrix KernelDescent::kernel() const {
  Matrix kernel{rows_, columns_, std::vector<double>(std::size_t(rows_ * columns_))};
  if (const ParameterStore::Entry* entry = store_.find(kPath))
    for (std::int64_t i = 0; i < rows_ * columns_; ++i) kernel.numbers[std::size_t(i)] = entry->value.at(i);
  return kernel;
}

}  // namespace percept::lab
