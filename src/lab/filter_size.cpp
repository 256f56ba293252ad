// How large the output of a filter's stage is, and why.
#include <fmt/format.h>

#include <cmath>

#include "percept/io/image.hpp"
#include "percept/lab/filter_stage.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::lab {
namespace {

// Texts of the catalogue, for the argument {choice}.
const std::string kHeight = std::string("@") + "lab.filter.height",
                  kWidth = std::string("@") + "lab.filter.width";

std::int64_t floor_divided(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

// n pixels, `before` and `after` around them, windows of f taps d apart, s from one to the next.
SizeFormula windows(std::int64_t n, std::int64_t before, std::int64_t after, std::int64_t f, std::int64_t d,
                    std::int64_t s) {
  std::string around =
      before == after ? fmt::format("{} + 2·{}", n, before) : fmt::format("{} + {} + {}", n, before, after);
  return {fmt::format("⌊({} - {}·({} - 1) - 1)/{}⌋ + 1", around, d, f, s),
          floor_divided(n + before + after - d * (f - 1) - 1, s) + 1};
}

SizeFormula spread(std::int64_t n, std::int64_t before, std::int64_t after, std::int64_t f, std::int64_t d,
                   std::int64_t s) {
  std::string cut = before == after ? fmt::format("2·{}", before) : fmt::format("{} - {}", before, after);
  return {fmt::format("({} - 1)·{} - {} + {}·({} - 1) + 1", n, s, cut, d, f),
          (n - 1) * s - before - after + d * (f - 1) + 1};
}

SizeFormula pooled(std::int64_t n, const Pooling& p) {
  if (p.global) return {"1", 1};
  return {fmt::format("⌊({} - {})/{}⌋ + 1", n, p.window, p.stride),
          floor_divided(n - p.window, p.stride) + 1};
}

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

void require_number(const char* field, double value, double low, double high) {
  if (value >= low && value <= high) return;
  throw Error(Problem("lab.range", {{"field", field}, {"value", value}, {"low", low}, {"high", high}})
                  .with_hint("lab.filter.range.hint"));
}

// One number for each letter of the formula.
void require_ranges(const Convolution& c) {
  require_number("kernel", double(std::max(c.kernel.rows, c.kernel.columns)), 1, double(kWidestKernel));
  require_number("stride", double(c.stride), 1, double(kLargestStep));
  require_number("dilation", double(c.dilation), 1, double(kLargestStep));
  for (std::int64_t padding : {c.padding.top, c.padding.left, c.padding.bottom, c.padding.right})
    require_number("padding", double(padding), 0, double(kLargestStep * (kWidestKernel - 1)));
  require_number("bias", c.bias, -kLargestNumber, kLargestNumber);
}

void require_border(const Convolution& c, Extent2d input) {
  bool around = c.padding != Padding2d(0);
  if (c.transposed && c.border != Border::none && c.border != Border::zero)
    throw Error(Problem("lab.filter.transposed_border", {{"border", border_names()[std::size_t(c.border)]}})
                    .with_hint("lab.filter.transposed_border.hint"));
  if (c.border != Border::reflect || !around) return;
  for (auto [n, p, choice] : {std::tuple(input.h, std::max(c.padding.top, c.padding.bottom), kHeight),
                              std::tuple(input.w, std::max(c.padding.left, c.padding.right), kWidth)})
    if (p >= n)
      throw Error(
          Problem("lab.filter.reflect", {{"choice", choice}, {"size", n}, {"most", n - 1}, {"padding", p}})
              .with_hint("lab.filter.reflect.hint"));
}

// As it is made, whatever it is given.
void require_filters(const Layer& layer) {
  require_number("filters", double(layer.weights.size()), 1, double(kMostFilters));
  require_number("biases", double(layer.biases.size()), double(layer.weights.size()),
                 double(layer.weights.size()));
  require_number("channels", double(layer.weights.front().size()), 1, double(kMostWeights));
  std::size_t count = 0;
  for (std::size_t f = 0; f < layer.weights.size(); ++f) {
    require_number("bias", layer.biases[f], -kLargestNumber, kLargestNumber);
    if (layer.weights[f].size() != layer.weights.front().size())
      throw Error(Problem("lab.layer.channels", {{"filter", f + 1},
                                                 {"have", layer.weights[f].size()},
                                                 {"want", layer.weights.front().size()}})
                      .with_hint("lab.layer.slices.hint"));
    for (const Matrix& slice : layer.weights[f]) {
      const Matrix& first = layer.weights.front().front();
      if (slice.rows != first.rows || slice.columns != first.columns)
        throw Error(Problem("lab.filter.kernel_size", {{"rows", first.rows}, {"columns", first.columns}})
                        .with_hint("lab.layer.sizes.hint"));
      count += slice.numbers.size();
      for (double number : slice.numbers) require_number("weights", number, -kLargestNumber, kLargestNumber);
    }
  }
  if (count > kMostWeights)
    throw Error(Problem("lab.layer.weights", {{"have", count}, {"most", kMostWeights}})
                    .with_hint("lab.layer.weights.hint"));
}

void require_stage(const FilterStage& stage, Extent2d input) {
  if (const auto* convolution = std::get_if<Convolution>(&stage)) {
    require_ranges(*convolution);
    require_border(*convolution, input);
  } else if (const auto* layer = std::get_if<Layer>(&stage)) {
    require_filters(*layer);
    require_ranges(slice_of(*layer, 0, 0));
    require_border(slice_of(*layer, 0, 0), input);
  } else if (const auto* pooling = std::get_if<Pooling>(&stage); pooling && !pooling->global) {
    require_number("window", double(pooling->window), 1, double(kLargestStep));
    require_number("stride", double(pooling->stride), 1, double(kLargestStep));
  }
}

}  // namespace

const std::vector<std::string>& border_names() {
  static const std::vector<std::string> names = {"none", "zero", "reflect", "wrap", "replicate"};
  return names;
}

Padding2d same_padding(const Matrix& kernel, std::int64_t dilation) {
  std::int64_t h = (kernel.rows - 1) * dilation, w = (kernel.columns - 1) * dilation;
  return {h / 2, w / 2, h - h / 2, w - w / 2};
}

Padding2d causal_padding(const Matrix& kernel, std::int64_t dilation) {
  return {(kernel.rows - 1) * dilation, (kernel.columns - 1) * dilation, 0, 0};
}

SizeFormulas size_formulas(const FilterStage& stage, Extent2d input) {
  return std::visit(
      Overloaded{[&](const Convolution& c) -> SizeFormulas {
                   const Padding2d& p = c.padding;
                   auto* rule = c.transposed ? spread : windows;
                   return {rule(input.h, p.top, p.bottom, c.kernel.rows, c.dilation, c.stride),
                           rule(input.w, p.left, p.right, c.kernel.columns, c.dilation, c.stride)};
                 },
                 [&](const Layer& layer) { return size_formulas(slice_of(layer, 0, 0), input); },
                 [&](const Pooling& p) -> SizeFormulas {
                   return {pooled(input.h, p), pooled(input.w, p)};
                 },
                 [&](Relu) -> SizeFormulas {
                   return {{std::to_string(input.h), input.h}, {std::to_string(input.w), input.w}};
                 }},
      stage);
}

std::string general_formula(const FilterStage& stage) {
  if (const auto* c = std::get_if<Convolution>(&stage))
    return c->transposed ? "(n - 1)·s - 2p + d(f - 1) + 1" : "⌊(n + 2p - d(f - 1) - 1)/s⌋ + 1";
  if (std::holds_alternative<Layer>(stage)) return general_formula(Convolution());
  const auto* p = std::get_if<Pooling>(&stage);
  return !p ? "n" : p->global ? "1" : "⌊(n - f)/s⌋ + 1";
}

std::int64_t output_channels(const FilterStage& stage, std::int64_t channels) {
  const auto* layer = std::get_if<Layer>(&stage);
  if (!layer) return channels;
  require_filters(*layer);
  auto filters = std::int64_t(layer->weights.size()), slices = std::int64_t(layer->weights.front().size());
  if (layer->groups < 1 || channels % layer->groups != 0 || filters % layer->groups != 0)
    throw Error(
        Problem("lab.layer.groups", {{"channels", channels}, {"filters", filters}, {"groups", layer->groups}})
            .with_hint("lab.layer.groups.hint"));
  if (slices != channels / layer->groups)
    throw Error(Problem("lab.layer.slices", {{"have", slices}, {"want", channels / layer->groups}})
                    .with_hint("lab.layer.slices.hint"));
  return filters;
}

Extent2d output_size(const FilterStage& stage, Extent2d input) {
  require_stage(stage, input);
  SizeFormulas sizes = size_formulas(stage, input);
  for (auto [size, choice] : {std::pair(&sizes.height, kHeight), {&sizes.width, kWidth}})
    if (size->size < 1)
      throw Error(
          Problem("lab.filter.size", {{"choice", choice}, {"formula", size->formula}, {"size", size->size}})
              .with_hint("lab.filter.size.hint", {{"formula", general_formula(stage)}}));
  if (sizes.height.size > io::kMaxPixels / sizes.width.size)
    throw Error(
        Problem("lab.filter.pixels",
                {{"width", sizes.width.size}, {"height", sizes.height.size}, {"most", io::kMaxPixels}})
            .with_hint("lab.filter.pixels.hint"));
  return {sizes.height.size, sizes.width.size};
}

}  // namespace percept::lab
