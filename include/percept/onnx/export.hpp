// A traced network as an ONNX model: opset 17, which ONNX Runtime and its like run.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "percept/graph/graph.hpp"

namespace percept::onnx {

/// The value of the parameter of that path.
using Weights = std::function<Tensor(const std::string& path)>;

struct ExportOptions {
  std::string name = "percept";                 // of ONNX's graph
  std::map<std::string, std::string> metadata;  // kept in the file beside the graph
};

struct Exported {
  std::string bytes;  // the file; the same graph and weights give the same bytes
  std::vector<std::string> inputs, outputs;
  std::int64_t nodes = 0;
};

/// The graph with its sizes as they are: inputs and outputs are called as feeds and fetches, initialisers as
/// parameters, nodes as the layers they come from. Throws `Error`, naming all ops at once that ONNX lacks.
Exported export_graph(const Graph& graph, const Weights& weights, const ExportOptions& options = {});

/// A trace of the network, in Mode::infer, for a batch of that many examples.
using TraceBatch = std::function<std::unique_ptr<Graph>(std::int64_t examples)>;

/// A model that takes a batch of any size: the axes that grow with it are called N. It is found out from
/// traces of several batches what does. Throws `Error` also where the network itself changes with the batch.
Exported export_model(const TraceBatch& trace, const Weights& weights, const ExportOptions& options = {});

}  // namespace percept::onnx
