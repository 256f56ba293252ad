// What a Model holds of its file.
#pragma once

#include "percept/onnx/model.hpp"
#include "wire.pb.h"

namespace percept::onnx {

struct Model::State {
  std::string name;
  wire::ModelProto wire;  // without the bytes of initial values, which stand in `initial`
  std::map<std::string, Tensor> initial;
  std::vector<Port> inputs, outputs;
  std::map<std::string, std::string> metadata;
  int opset = 0;
};

/// What a node is called in messages and in paths: its name, or the first value that it makes.
std::string name_of(const wire::NodeProto& node);
/// `Conv`, or `com.example:Conv` of another domain than ONNX's own.
std::string full_op(const wire::NodeProto& node);

/// The type that a message declares.
Port port_of(const wire::ValueInfoProto& value);

/// Whether training would change the initial value: a float that some node takes as a weight. Running
/// statistics are `state`: kept with the weights, not trained. All else is a constant.
enum class Role { constant, weight, state };
std::map<std::string, Role> roles_of(const wire::ModelProto& model,
                                     const std::map<std::string, Tensor>& initial);

}  // namespace percept::onnx
