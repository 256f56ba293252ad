// fused_conv2d: a convolution with residual, relu and pooling
#include "ops/conv2d_goldens.hpp"
#include "percept/ops/fused_conv2d.hpp"

namespace percept::proof {
namespace {

// Inputs: image, weight, bias and residual as far as the case has them.
auto fused(bool bias, bool residual, FusedConv2dOptions options) {
  return [=](Graph&, const Values& x) {
    return Values{fused_conv2d(x[0], x[1], bias ? x[2] : Value(), residual ? x.back() : Value(), options)};
  };
}

}  // namespace

std::vector<OpCase> fused_conv2d_cases() {
  InputSpec image = given({1, 1, 4, 4}, {1, -2, 3, -4, -5, 6, -7, 8, 9, -10, 11, -12, -13, 14, -15, 16}),
            twice = given({1, 1, 1, 1}, {2}), one = given({1}, {1});
  std::vector<OpCase> cases = {
      {"golden relu and pool",
       {image, twice, one},
       fused(true, false, {{}, true, true}),
       {{1, 1, 2, 2}},
       {{13, 17, 29, 33}}},
      {"golden residual and relu",
       {given({1, 1, 1, 3}, {1, 2, 3}), twice, given({1, 1, 1, 3}, {-3, -3, -3})},
       fused(false, true, {{}, true, false}),
       {{1, 1, 1, 3}},
       {{0, 1, 3}}},
      {"golden pool leaves a row and a column",
       {given({1, 1, 3, 3}, {1, 2, 9, 3, 4, 9, 9, 9, 9}), twice},
       fused(false, false, {{}, false, true}),
       {{1, 1, 1, 1}},
       {{8}}},
  };
  auto add = [&](const ConvolutionShapes& c, bool bias, bool residual, bool relu, bool pool) {
    std::vector<InputSpec> inputs = {{.shape = c.input}, {.shape = c.weight}};
    if (bias) inputs.push_back({.shape = {c.weight[0]}});
    if (residual) inputs.push_back({.shape = c.output});
    Shape shape = c.output;
    if (pool) shape = {shape[0], shape[1], shape[2] / 2, shape[3] / 2};
    cases.push_back({c.name + (bias ? ", bias" : "") + (residual ? ", residual" : "") +
                         (relu ? ", relu" : "") + (pool ? ", pool" : ""),
                     inputs,
                     fused(bias, residual, {c.options, relu, pool}),
                     {shape},
                     {},
                     0,
                     c.gradient,
                     false});
  };
  for (const ConvolutionShapes& c : kConvolutions) {
    add(c, true, false, true, false);
    add(c, false, true, false, false);
    add(c, true, true, true, false);
    if (c.output[0] > 0 && c.output[2] > 1 && c.output[3] > 1) {
      add(c, true, false, true, true);
      add(c, false, false, false, true);
    }
  }
  InputSpec wide{.shape = {1, 2, 4, 4}, .dtype = DType::f64},
      weight{.shape = {2, 2, 3, 3}, .dtype = DType::f64};
  cases.push_back({"f64", {wide, weight}, fused(false, false, {{.padding = 1}, true, true}), {{1, 2, 2, 2}}});
  return cases;
}

}  // namespace percept::proof
