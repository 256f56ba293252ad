// Networks to export: every module of nn.
#pragma once

#include <functional>
#include <ostream>

#include "percept/onnx/export.hpp"
#include "percept/runtime/parameter_store.hpp"

namespace percept::proof {

/// An input, with -1 for the batch.
struct Input {
  std::string name;
  std::vector<std::int64_t> dims;
  DType dtype = DType::f32;
  double low = -1, high = 1;
  Shape shape(std::int64_t batch) const {
    std::vector<std::int64_t> sized = dims;
    for (std::int64_t& dim : sized) dim = dim < 0 ? batch : dim;
    return Shape(std::move(sized));
  }
  Tensor drawn(std::int64_t batch) const;
};

using Values = std::vector<Value>;

struct Network {
  std::string name;
  std::vector<Input> inputs;
  std::function<Values(const Values&)> build;

  /// With its inputs for that batch, and its outputs fetched as y0, y1, ...
  void trace(Graph& graph, std::int64_t batch) const;
  std::unique_ptr<Graph> traced(std::int64_t batch) const;
};
inline void PrintTo(const Network& shown, std::ostream* out) { *out << shown.name; }  // for GoogleTest

std::vector<Network> all_networks();

/// The network as an ONNX model, with initial values of the store.
onnx::Exported exported(const Network& network, ParameterStore& store);

}  // namespace percept::proof
