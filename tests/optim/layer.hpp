// The tanh layer of tools/goldens/optimisers.py: parameters w and b, the loss the sum of squares.
#pragma once

#include "percept/ops/ops.hpp"
#include "percept/runtime/program.hpp"

namespace percept::optim {

/// Numbers in [-1, 1) that depend on the name and their index alone.
inline void fill_by_name(Tensor& tensor, const std::string& name) {
  for (std::int64_t i = 0; i < tensor.size(); ++i) {
    std::uint32_t x = std::uint32_t(i) * 0x9E3779B1u + std::uint32_t(hash_of(name));
    x = (x ^ x >> 16) * 0x7FEB352Du;
    x = (x ^ x >> 15) * 0x846CA68Bu;
    x ^= x >> 16;
    tensor.set(i, 2 * (double(x >> 8) / 16777216.0) - 1);
  }
}

inline Initializer by_name(const std::string& name) {
  return [name](Tensor& tensor, const RandomStream&) { fill_by_name(tensor, name); };
}

inline Value layer_loss(Graph& graph, DType dtype = DType::f32) {
  auto constant = [&](const std::string& name, Shape shape) {
    Tensor tensor(dtype, std::move(shape));
    fill_by_name(tensor, name);
    return graph.constant(tensor);
  };
  Value x = constant("x", {5, 4}), y = constant("y", {5, 3});
  Value w = graph.parameter({.path = "w", .type = {dtype, {3, 4}}, .initialize = by_name("w")});
  Value b = graph.parameter({.path = "b", .type = {dtype, {3}}, .initialize = by_name("b")});
  Value error = percept::tanh(linear(x, w, b)) - y;
  return reduce_sum(error * error);
}

/// w, then b.
inline std::vector<double> numbers_of(const ParameterStore& store, const std::string& prefix = "") {
  std::vector<double> numbers;
  for (const char* name : {"w", "b"}) {
    const Tensor& value = store.find(prefix + name)->value;
    for (std::int64_t i = 0; i < value.size(); ++i) numbers.push_back(value.at(i));
  }
  return numbers;
}

}  // namespace percept::optim
