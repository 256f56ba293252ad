// Products of matrices give the same bits however many threads share them.
#include <gtest/gtest.h>

#include "ops/compare.hpp"
#include "percept/base/threads.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {
namespace {

Tensor random_tensor(Shape shape, const char* stream) {
  RandomStream random(5, stream);
  Tensor tensor(DType::f32, std::move(shape));
  for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, random.normal(std::uint64_t(i)));
  return tensor;
}

TEST(Products, HaveTheSameBitsOnAnyThreads) {
  Tensor wide = random_tensor({70, 300}, "wide"), tall = random_tensor({300, 260}, "tall");
  Tensor stack = random_tensor({7, 70, 60}, "stack"), other = random_tensor({7, 50, 60}, "other");
  auto trace = [&](Graph& graph) {
    Value a = graph.feed("wide"), b = graph.constant(tall), s = graph.feed("stack"), o = graph.feed("other");
    graph.fetch("rows", matmul(b, a, {.transpose_a = true, .transpose_b = true}));
    graph.fetch("columns", matmul(a, b));
    graph.fetch("stack", matmul(s, o, {.transpose_b = true}));
    graph.fetch("packed", linear(a, graph.constant(random_tensor({260, 300}, "weight"))));
    graph.fetch("few", linear(slice(a, {.axis = 0, .begin = 0, .end = 3}),
                              graph.constant(random_tensor({260, 300}, "weight"))));
  };
  ParameterStore store;
  std::map<std::string, Tensor> first;
  int before = thread_count();
  for (int threads : {1, 2, 3, 5}) {
    set_thread_count(threads);
    Program program = Program::inference(store, trace);
    for (const auto& [name, tensor] :
         program.run({{"wide", wide}, {"stack", stack}, {"other", other}}).tensors()) {
      if (threads == 1) first.emplace(name, tensor.clone());
      EXPECT_TRUE(same_bits(tensor, first.at(name))) << name << " on " << threads;
    }
  }
  set_thread_count(before);
}

}  // namespace
}  // namespace percept::proof
