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
  if (const auto* layer = std::get_if<Layer>(&stage)) return taps_of(slice_of(*layer, 0, 0), input);
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

// The channels of the input that a channel of the output is made of.
struct Sources {
  std::int64_t begin, count;
};
Sources sources_of(const FilterStage& stage, std::int64_t channel) {
  const auto* layer = std::get_if<Layer>(&stage);
  if (!layer) return {channel, 1};
  auto count = std::int64_t(layer->weights.front().size());
  return {channel * layer->groups / std::int64_t(layer->weights.size()) * count, count};
}

// The weights [count, rows, columns] that these are multiplied by.
Tensor weights_at(const FilterStage& stage, std::int64_t channel) {
  std::vector<double> numbers;
  Extent2d size(0, 0);
  auto add = [&](const Matrix& kernel) {
    numbers.insert(numbers.end(), kernel.numbers.begin(), kernel.numbers.end());
    size = {kernel.rows, kernel.columns};
  };
  if (const auto* convolution = std::get_if<Convolution>(&stage)) add(convolution->kernel);
  if (const auto* layer = std::get_if<Layer>(&stage))
    for (const Matrix& slice : layer->weights[std::size_t(channel)]) add(slice);
  return Tensor::from<double>({sources_of(stage, channel).count, size.h, size.w}, numbers);
}

double bias_of(const FilterStage& stage, std::int64_t channel) {
  if (const auto* convolution = std::get_if<Convolution>(&stage)) return convolution->bias;
  const auto* layer = std::get_if<Layer>(&stage);
  return layer ? layer->biases[std::size_t(channel)] : 0;
}

// How the border lies around it; a pooling has none.
Convolution way_of(const FilterStage& stage) {
  if (const auto* layer = std::get_if<Layer>(&stage)) return slice_of(*layer, 0, 0);
  const auto* convolution = std::get_if<Convolution>(&stage);
  return convolution ? *convolution : Convolution();
}

// What a convolution sees beyond the picture, of the numbers and of the pixels' own numbers.
Tensor bordered(const FilterStage& stage, const Tensor& picture) {
  Convolution way = way_of(stage);
  if (way.transposed || way.padding == Padding2d(0)) return picture;
  Graph graph(Mode::infer);
  ParameterStore store;
  Value x = graph.feed("picture", {picture.dtype(), picture.shape()});
  graph.fetch("bordered", with_border(x, way));
  return Interpreter(graph, store, {.fast = true}).run({{"picture", picture}})["bordered"];
}

}  // namespace

/// The graph of one place; the place itself is fed.
struct FilterWalk::Window {
  Window(const FilterStage& stage, const Tensor& padded, const Taps& taps) {
    const Shape& s = padded.shape();
    bool spreads = is_transposed(stage);
    std::int64_t rows = spreads ? 1 : taps.rows, columns = spreads ? 1 : taps.columns,
                 count = sources_of(stage, 0).count;
    Value x = graph.feed("picture", {DType::f32, {count, s[2], s[3]}}),
          row = graph.feed("rows", {DType::i32, {rows}}),
          column = graph.feed("columns", {DType::i32, {columns}});
    Value seen = cast(reshape(take(take(x, row, 1), column, 2), {count, rows, columns}), DType::f64);
    graph.fetch("seen", seen);
    if (const auto* pooling = std::get_if<Pooling>(&stage)) {
      bool max = pooling->kind == Pooling::Kind::max;
      graph.fetch("output", max ? reduce_max(seen) : reduce_mean(seen));
      if (max) graph.fetch("chosen", argmax(reshape(seen, {rows * columns})));
      return;
    }
    Value weight = graph.feed("weight", {DType::f64, {count, taps.rows, taps.columns}});
    Value products = mul(seen, weight), sums = reduce_sum(products, {.axes = {1, 2}});
    graph.fetch("products", products);
    graph.fetch("sums", sums);
    graph.fetch("output", reduce_sum(sums));
  }

  Graph graph{Mode::infer};
  ParameterStore store;
  Interpreter interpreter{graph, store};
};

FilterWalk::FilterWalk(const FilterStage& stage, const Tensor& planes)
    : stage_(stage), input_(planes.shape()[1], planes.shape()[2]) {
  Taps taps = taps_of(stage, input_);
  std::int64_t channels = planes.shape()[0];
  channels_ = output_channels(stage, channels);
  places_ = output_size(stage, input_);
  if (is_transposed(stage)) places_ = input_;
  padded_ = bordered(stage, planes.reshape({channels, 1, input_.h, input_.w}));
  source_ = bordered(stage, indices(1, input_.h * input_.w, 1).reshape({1, 1, input_.h, input_.w}));
  window_ = std::make_unique<Window>(stage, padded_, taps);
}

FilterWalk::~FilterWalk() = default;

FilterStep FilterWalk::at(std::int64_t channel, std::int64_t row, std::int64_t column) {
  if (channel < 0 || channel >= channels_ || row < 0 || row >= places_.h || column < 0 || column >= places_.w)
    throw Error(Problem("lab.filter.place", {{"row", row + 1}, {"column", column + 1}})
                    .with_hint("lab.filter.place.hint", {{"rows", places_.h}, {"columns", places_.w}}));
  Taps taps = taps_of(stage_, input_);
  bool spreads = is_transposed(stage_), pools = std::holds_alternative<Pooling>(stage_);
  auto [begin, count] = sources_of(stage_, channel);
  std::int64_t top = spreads ? row : row * taps.stride, left = spreads ? column : column * taps.stride;
  Tensor weight;
  Feeds feeds = {
      {"picture",
       padded_.rows(begin, begin + count).reshape({count, padded_.shape()[2], padded_.shape()[3]})},
      {"rows", indices(top, spreads ? 1 : taps.rows, taps.dilation)},
      {"columns", indices(left, spreads ? 1 : taps.columns, taps.dilation)}};
  if (!pools) feeds["weight"] = weight = weights_at(stage_, channel);
  Fetches fetches = window_->interpreter.run(std::move(feeds));
  FilterStep step{
      .channel = channel, .row = row, .column = column, .rows = taps.rows, .columns = taps.columns};
  for (std::int64_t c = 0; c < count; ++c) {
    std::vector<FilterTap> seen = places_at(row, column);
    for (std::size_t i = 0; i < seen.size(); ++i) {
      std::int64_t place = c * std::int64_t(seen.size()) + std::int64_t(i);
      seen[i].value = fetches["seen"].at(spreads ? 0 : place);
      seen[i].weight = pools ? 1 : weight.at(place);
      seen[i].product = pools ? seen[i].value : fetches["products"].at(place) + 0.0;  // no -0
    }
    if (std::holds_alternative<Layer>(stage_))
      step.slices.push_back({begin + c, std::move(seen), fetches["sums"].at(c) + 0.0});
    else
      step.taps = std::move(seen);
  }
  if (spreads) return step;
  step.sum = fetches.number("output");
  step.bias = bias_of(stage_, channel);
  step.output = step.sum + step.bias;
  if (fetches.tensors().contains("chosen")) step.chosen = std::int64_t(fetches.number("chosen"));
  return step;
}

std::vector<FilterTap> FilterWalk::places_at(std::int64_t row, std::int64_t column) const {
  Taps taps = taps_of(stage_, input_);
  Padding2d p = way_of(stage_).padding;
  Extent2d out = output_size(stage_, input_);
  std::vector<FilterTap> places;
  for (std::int64_t k = 0; k < taps.rows; ++k)
    for (std::int64_t l = 0; l < taps.columns; ++l) {
      FilterTap& tap = places.emplace_back();
      std::int64_t r = row * taps.stride + k * taps.dilation, c = column * taps.stride + l * taps.dilation;
      if (is_transposed(stage_)) {
        tap.row = r - p.top;
        tap.column = c - p.left;
        if (tap.row < 0 || tap.row >= out.h || tap.column < 0 || tap.column >= out.w)
          tap.row = tap.column = -1;
        continue;
      }
      auto pixel = std::int64_t(source_.at(r * padded_.shape()[3] + c)) - 1;
      if (pixel >= 0) tap.row = pixel / input_.w, tap.column = pixel % input_.w;
      tap.border = r < p.top || c < p.left || r - p.top >= input_.h || c - p.left >= input_.w;
    }
  return places;
}

}  // namespace percept::lab
