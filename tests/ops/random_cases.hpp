// What the cases of the random ops share: draws of a given counter, and what the stream itself gives.
#pragma once

#include "ops/op_case.hpp"
#include "percept/base/random.hpp"
#include "percept/ops/registry.hpp"

namespace percept::proof {

inline std::vector<OpCase> random_cases(const std::string& op,
                                        float (RandomStream::*draw)(std::uint64_t) const) {
  auto of = [&](std::string name, std::int64_t seed, std::int64_t run, Shape shape,
                DType dtype = DType::f32) {
    OpCase example{name, {given({2}, {double(seed), double(run)}, DType::i64)}};
    example.build = [=](Graph& graph, const Values& x) {
      RandomOptions options{dtype, shape, "here#0"};
      return graph.append(*find_op(op), {x[0]}, Attributes::of(options), Location::current());
    };
    example.shapes = {shape};
    RandomStream stream(std::uint64_t(seed), "here#0", std::uint64_t(run));
    example.golden.emplace_back();
    for (std::int64_t i = 0; i < shape.elements(); ++i)
      example.golden[0].push_back(double((stream.*draw)(std::uint64_t(i))));
    return example;
  };
  return {of("one", 0, 0, {1}),
          of("another seed", 12345, 0, {3, 7}),
          of("another run", 12345, 7, {3, 7}),
          of("large", 1, std::int64_t(1) << 33, {70, 1001}),
          of("f64", 1, 2, {17}, DType::f64),
          of("none", 1, 2, {0, 5})};
}

}  // namespace percept::proof
