// Writes the nodes and initialisers of an ONNX graph.
#pragma once

#include <set>
#include <variant>

#include "percept/onnx/export.hpp"
#include "traces.hpp"
#include "wire.pb.h"

namespace percept::onnx::exporting {

/// Names of tensors in the ONNX graph; "" for an optional one that is absent.
using Names = std::vector<std::string>;

/// An attribute of an ONNX node.
struct Field {
  const char* name;
  std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>, std::vector<std::string>, Tensor>
      value;
};
using Fields = std::vector<Field>;

class Writer {
 public:
  Writer(const Traces& traces, const Weights& weights);

  /// The node's output, or its outputs.
  std::string node(const char* op, Names inputs, const Fields& fields = {});
  Names nodes(const char* op, Names inputs, int outputs, const Fields& fields = {});

  /// Constants. Equal ones are written once.
  std::string constant(const Tensor& tensor);
  std::string number(DType dtype, double value);
  std::string ints(const std::vector<std::int64_t>& values);  // i64 [n]
  /// i64 [n], worked out from the batch's size where they depend on it.
  std::string sizes(const Sizes& sizes);
  /// `x` of shape `from` under the shape `to`.
  std::string reshape(const std::string& x, const Sizes& from, const Sizes& to);
  std::string reshape(const std::string& x, const std::vector<std::int64_t>& to);
  std::string cast(const std::string& x, DType to);

  /// A feed, parameter or constant.
  std::string leaf(const Node& node);
  /// The layer that the nodes to come belong to.
  void enter(const std::string& layer) { layer_ = layer; }
  const Traces& traces() const { return traces_; }

  /// Gives the nodes and what they compute their names, declares inputs and outputs, and hands the graph out.
  wire::GraphProto finish(const std::vector<std::pair<std::string, std::string>>& fetches,
                          const std::string& name);
  const Names& inputs() const { return inputs_; }
  const Names& outputs() const { return outputs_; }

 private:
  std::string unique(const std::string& wanted);
  std::string batch();
  void declare(Value value, const std::string& name, wire::ValueInfoProto& info) const;
  void name_nodes(std::map<std::string, std::string>& final_names);

  const Traces& traces_;
  const Weights& weights_;
  wire::GraphProto graph_;
  std::vector<std::string> layers_;  // of the nodes
  std::string layer_, batch_;
  std::set<std::string> taken_, written_;         // names of tensors; of these, initialisers
  std::map<std::string, std::string> constants_;  // by type, shape and bytes
  Names inputs_, outputs_;
  int unnamed_ = 0;
};

}  // namespace percept::onnx::exporting
