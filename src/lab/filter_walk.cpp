#include "percept/lab/filter_walk.hpp"

#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept::lab {
namespace {

// How the taps lie: so many, so far apart, in windows so far from each other.
struct Taps {
  std::int64_t rows, columns, dilation, stride;
};

Taps taps_of(const FilterStage& stage, Extent2d input) {
  if (const auto* c = std::get_if<Convolution>(&stage))
    return {c->kernel.rows, c->kernel.columns, c->dilation, c->stride};
  const auto* p = std::get_if<Pooling>(&stage);
  if (!p) throw Error(Problem("lab.filter.no_walk").with_hint("lab.filter.no_walk.hint"));
  return p->global ? Taps{input.h, input.w, 1, 1} : Taps{p->window, p->window, 1, p->stride};
}

bool is_transposed(const FilterStage& stage) {
  const auto* c = std::get_if<Convolution>(&stage);
  return c && c->transposed;
}

Tensor indices(std::int64_t begin, std::int64_t count, std::int64_t step) {
  Tensor tensor(DType::i32, {count});  // a picture has less than 2^31 pixels
  auto numbers = tensor.data<std::int32_t>();
  for (std::int64_t i = 0; i < count; ++i) numbers[std::size_t(i)] = std::int32_t(begin + i * step);
  return tensor;
}

// What a convolution sees beyond the picture, of the numbers and of the pixels' own numbers.
Tensor bordered(const FilterStage& stage, const Tensor& picture) {
  const auto* c = std::get_if<Convolution>(&stage);
  if (!c || c->transposed) return picture;
  Graph graph(Mode::infer);
  ParameterStore store;
  Value x = graph.feed("picture", {picture.dtype(), picture.shape()});
  graph.fetch("bordered", with_border(x, *c));
  return Interpreter(graph, store, {.fast = true}).run({{"picture", picture}})["bordered"];
}

}  // namespace

/// The graph of one place; the place itself is fed.
struct FilterWalk::Window {
  Window(const FilterStage& stage, const Tensor& padded, const Taps& taps, bool transposed) {
    const Shape& s = padded.shape();
    std::int64_t rows = transposed ? 1 : taps.rows, columns = transposed ? 1 : taps.columns;
    Value x = graph.feed("picture", {DType::f32, {1, s[2], s[3]}}),
          row = graph.feed("rows", {DType::i32, {rows}}),
          column = graph.feed("columns", {DType::i32, {columns}});
    Value seen = cast(reshape(take(take(x, row, 1), column, 2), {rows, columns}), DType::f64);
    graph.fetch("seen", seen);
    if (const auto* c = std::get_if<Convolution>(&stage)) {
      Value weight = graph.constant(Tensor::from<double>({taps.rows, taps.columns}, c->kernel.numbers));
      Value products = mul(seen, weight);
      graph.fetch("products", products);
      graph.fetch("output", reduce_sum(products));
    } else if (std::get<Pooling>(stage).kind == Pooling::Kind::max) {
      graph.fetch("output", reduce_max(seen));
      graph.fetch("chosen", argmax(reshape(seen, {rows * columns})));
    } else {
      graph.fetch("output", reduce_mean(seen));
    }
  }

  Graph graph{Mode::infer};
  ParameterStore store;
  Interpreter interpreter{graph, store};
};

FilterWalk::FilterWalk(const FilterStage& stage, const Tensor& planes)
    : stage_(stage), input_(planes.shape()[1], planes.shape()[2]), channels_(planes.shape()[0]) {
  Taps taps = taps_of(stage, input_);
  places_ = output_size(stage, input_);
  if (is_transposed(stage)) places_ = input_;
  padded_ = bordered(stage, planes.reshape({channels_, 1, input_.h, input_.w}));
  source_ = bordered(stage, indices(1, input_.h * input_.w, 1).reshape({1, 1, input_.h, input_.w}));
  window_ = std::make_unique<Window>(stage, padded_, taps, is_transposed(stage));
}

FilterWalk::~FilterWalk() = default;

FilterStep FilterWalk::at(std::int64_t channel, std::int64_t row, std::int64_t column) {
  if (channel < 0 || channel >= channels_ || row < 0 || row >= places_.h || column < 0 || column >= places_.w)
    throw Error(Problem("lab.filter.place", {{"row", row + 1}, {"column", column + 1}})
                    .with_hint("lab.filter.place.hint", {{"rows", places_.h}, {"columns", places_.w}}));
  Taps taps = taps_of(stage_, input_);
  bool transposed = is_transposed(stage_);
  const auto* convolution = std::get_if<Convolution>(&stage_);
  std::int64_t top = transposed ? row : row * taps.stride, left = transposed ? column : column * taps.stride;
  std::int64_t height = padded_.shape()[2], width = padded_.shape()[3];
  Fetches fetches =
      window_->interpreter.run({{"picture", padded_.rows(channel, channel + 1).reshape({1, height, width})},
                                {"rows", indices(top, transposed ? 1 : taps.rows, taps.dilation)},
                                {"columns", indices(left, transposed ? 1 : taps.columns, taps.dilation)}});
  FilterStep step{
      .channel = channel, .row = row, .column = column, .rows = taps.rows, .columns = taps.columns};
  for (std::int64_t k = 0; k < taps.rows; ++k)
    for (std::int64_t l = 0; l < taps.columns; ++l) {
      std::int64_t i = k * taps.columns + l;
      FilterTap& tap = step.taps.emplace_back();
      tap.value = fetches["seen"].at(transposed ? 0 : i);
      tap.weight = convolution ? convolution->kernel.numbers[std::size_t(i)] : 1;
      tap.product = convolution ? fetches["products"].at(i) + 0.0 : tap.value;  // no -0
      if (transposed) {
        Extent2d out = output_size(stage_, input_);
        tap.row = row * taps.stride + k * taps.dilation - convolution->padding.top;
        tap.column = column * taps.stride + l * taps.dilation - convolution->padding.left;
        if (tap.row < 0 || tap.row >= out.h || tap.column < 0 || tap.column >= out.w)
          tap.row = tap.column = -1;
        continue;
      }
      std::int64_t r = top + k * taps.dilation, c = left + l * taps.dilation;
      auto pixel = std::int64_t(source_.at(r * width + c)) - 1;
      if (pixel >= 0) tap.row = pixel / input_.w, tap.column = pixel % input_.w;
      Padding2d p = convolution ? convolution->padding : Padding2d(0);
      tap.border = r < p.top || c < p.left || r - p.top >= input_.h || c - p.left >= input_.w;
    }
  if (transposed) return step;
  step.sum = fetches.number("output");
  step.bias = convolution ? convolution->bias : 0;
  step.output = step.sum + step.bias;
  if (fetches.tensors().contains("chosen")) step.chosen = std::int64_t(fetches.number("chosen"));
  return step;
}

}  // namespace percept::lab
