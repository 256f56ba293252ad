// The small network of tests/golden/optimisers.json, with PyTorch's paths of its parameters.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>

#include "percept/ops/ops.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {

inline const nlohmann::json& golden() {
  static const nlohmann::json read =
      nlohmann::json::parse(std::ifstream(std::string(PERCEPT_SOURCE_DIR) + "/tests/golden/optimisers.json"));
  return read;
}

inline Tensor golden_tensor(const std::string& name, DType dtype, const Shape& shape) {
  std::vector<double> numbers = golden()["data"][name];
  return Tensor::from<double>(shape, std::span<const double>(numbers)).to(dtype);
}

/// The parameters "weight" [4, 3] and "out" [4] from the golden start, feeds "x" and "y":
/// mean((sum_j tanh(x weight^T)_j out_j - y)^2).
inline Value small_loss(Graph& graph, DType dtype) {
  auto parameter = [&](const std::string& name, Shape shape) {
    return graph.parameter(
        {.path = name, .type = {dtype, shape}, .initialize = [=](Tensor& tensor, const RandomStream&) {
           tensor = golden_tensor(name, dtype, shape);
         }});
  };
  Value weight = parameter("weight", {4, 3}), out = parameter("out", {4});
  Value hidden = tanh(linear(graph.feed("x"), weight));
  Value error = reduce_sum(hidden * broadcast_to(out, hidden.shape()), {{1}}) - graph.feed("y");
  return reduce_mean(error * error);
}

inline Feeds small_feeds(DType dtype) {
  return {{"x", golden_tensor("x", dtype, {5, 3})}, {"y", golden_tensor("y", dtype, {5})}};
}

/// Sixteen numbers: weight, then out.
inline std::vector<double> small_parameters(const ParameterStore& store) {
  std::vector<double> numbers;
  for (const char* path : {"weight", "out"}) {
    const Tensor& value = store.find(path)->value;
    for (std::int64_t i = 0; i < value.size(); ++i) numbers.push_back(value.at(i));
  }
  return numbers;
}

}  // namespace percept::proof
