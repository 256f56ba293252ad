// fused: several elementwise ops in one node
#include "ops/op_case.hpp"
#include "percept/ops/fused.hpp"

namespace percept::proof {
namespace {

using Body = std::function<Values(Graph&, const Values&)>;

// A node that computes `body`, whose inputs have the types of the case's.
auto fuse(Body body) {
  return [body](Graph& graph, const Values& x) {
    auto inside = std::make_shared<Graph>();
    Values feeds;
    for (std::size_t i = 0; i < x.size(); ++i) feeds.push_back(inside->feed(std::to_string(i), x[i].type()));
    Values results = body(*inside, feeds);
    for (std::size_t i = 0; i < results.size(); ++i) inside->fetch(std::to_string(i), results[i]);
    return graph.append(fused_op(), x, Attributes::of(FusedOptions{inside}), Location::current());
  };
}

Values momentum(Graph&, const Values& x) {  // parameter, velocity, gradient, momentum, rate
  Value v = x[3] * x[1] + x[2];
  return {v, x[0] - x[4] * v};
}

Values every_op(Graph&, const Values& x) {
  Value a = exp(x[0] * 0.5) + tanh(x[1]), b = sigmoid(x[0]) - log(a + 3.0), c = a / (2.0 + b * b);
  return {relu_backward(c, relu(b + 0.9)), -c};
}

Values bool_first(Graph&, const Values& x) {
  Value below = less(x[0], x[1]);
  return {below, where(below, x[1], x[0]) * 0.5};
}

Values twelve(Graph&,
              const Values& x) {  // more than nine results: their names sort otherwise than their numbers
  Values y;
  for (int i = 0; i < 12; ++i) y.push_back(x[0] * double(i));
  return y;
}

Values long_chain(Graph&, const Values& x) {
  Value y = x[0];
  for (int i = 0; i < 40; ++i) y = tanh(y + 0.01 * double(i)) * x[1];
  return {y};
}

// What a layer of a tiny network is forwards and backwards: input, weight, bias, gradient of the output.
Values layer(Graph&, const Values& x) {
  Value y = tanh(linear(x[0], x[1], x[2])), grad = x[3] * (1.0 - y * y);
  return {y, matmul(grad, x[1]), matmul(grad, x[0], {.transpose_a = true}), reduce_sum(grad, {.axes = {0}})};
}

Values products(Graph&, const Values& x) {
  return {matmul(x[0], x[1], {.transpose_b = true}), linear(x[0], x[1]), reduce_sum(x[0] * x[0])};
}

// Every way to fold or repeat the axes of samples and of features, and a number over all.
Values folds_and_repeats(Graph&, const Values& x) {
  Shape shape = x[0].shape();
  Value features = reduce_sum(x[0], {.axes = {0}}), samples = reduce_sum(x[0], {.axes = {1}, .keep = true});
  Value mean = reduce_sum(x[0], {}) * (1.0 / double(shape.elements()));
  Value repeated = broadcast_to(features, shape) + broadcast_to(samples, shape) * exp(x[0]);
  return {repeated - broadcast_to(mean, shape), reduce_sum(x[0], {.axes = {1}}), mean,
          matmul(broadcast_to(mean, shape), x[0], {.transpose_a = true})};
}

Values reshapes(Graph&, const Values& x) {
  Value wide = exp(reshape(x[0], {3, 8})), row = reshape(linear(wide, x[1]), {15});
  return {reshape(wide, {2, 3, 4}), row * reshape(linear(wide, x[1]), {15}),
          reshape(reduce_sum(wide), {1, 1})};
}

}  // namespace

std::vector<OpCase> fused_cases() {
  InputSpec image{.shape = {3, 7, 17}}, number{.shape = {}};
  InputSpec wide{.shape = {33, 1001}};
  auto product = [](Graph&, const Values& x) { return Values{x[0] * x[1] + 1.0}; };
  std::vector<OpCase> cases = {
      {"golden", {given({2}, {1, 2}), given({2}, {3, 4})}, fuse(product), {{2}}, {{4, 9}}},
      {"momentum", {image, image, image, number, number}, fuse(momentum), {{3, 7, 17}, {3, 7, 17}}},
      {"every op", {{.shape = {5, 3}}, {.shape = {5, 3}}}, fuse(every_op), {{5, 3}, {5, 3}}},
      {"one element", {{.shape = {1}}, {.shape = {1}}}, fuse(every_op), {{1}, {1}}},
      {"numbers alone", {number, number}, fuse(product), {{}}},
      {"empty", {{.shape = {0, 3}}, {.shape = {0, 3}}}, fuse(product), {{0, 3}}},
      {"a bool first",
       {given({3}, {-2, 0.5, 2}), given({3}, {1, 1, 1})},
       fuse(bool_first),
       {{3}, {3}},
       {{1, 1, 0}, {0.5, 0.5, 1}}},
      {"twelve results", {{.shape = {4}}}, fuse(twelve), std::vector<Shape>(12, Shape{4})},
      {"long chain", {{.shape = {17}}, {.shape = {17}}}, fuse(long_chain), {{17}}, {}, 0, true, false},
      {"momentum of many",
       {wide, wide, wide, number, number},
       fuse(momentum),
       {{33, 1001}, {33, 1001}},
       {},
       0,
       false},
      {"every op on many", {wide, wide}, fuse(every_op), {{33, 1001}, {33, 1001}}, {}, 0, false},
      {"products", {{.shape = {5, 7}}, {.shape = {3, 7}}}, fuse(products), {{5, 3}, {5, 3}, {}}},
      {"reshapes", {{.shape = {4, 6}}, {.shape = {5, 8}}}, fuse(reshapes), {{2, 3, 4}, {15}, {1, 1}}},
  };
  struct Sizes {
    std::int64_t samples, in, out;
  };
  for (auto [n, in, out] : {Sizes{10, 2, 4}, {1, 3, 5}, {1, 1, 1}, {16, 5, 1}, {17, 1, 6}, {33, 4, 9}}) {
    std::string name = std::to_string(n) + " samples, " + std::to_string(in) + " to " + std::to_string(out);
    cases.push_back({"layer, " + name,
                     {{.shape = {n, in}}, {.shape = {out, in}}, {.shape = {out}}, {.shape = {n, out}}},
                     fuse(layer),
                     {{n, out}, {n, in}, {out, in}, {out}}});
    cases.push_back({"folds and repeats, " + name,
                     {{.shape = {n, in}}},
                     fuse(folds_and_repeats),
                     {{n, in}, {n}, {}, {in, in}}});
  }
  return cases;
}

}  // namespace percept::proof
