// Tensors as ONNX writes them.
#pragma once

#include <optional>

#include "percept/base/result.hpp"
#include "percept/tensor/tensor.hpp"
#include "wire.pb.h"

namespace percept::onnx {

/// The type that ONNX gives a number; empty where percept has none: strings, and types that later versions
/// added.
std::optional<DType> dtype_from_wire(int data_type);
/// ONNX's number for a type.
int dtype_to_wire(DType dtype);
/// FLOAT, INT64, STRING: as ONNX calls a number.
std::string wire_name(int data_type);

/// The tensor with its elements, which stand in the message itself. Fails where sizes are negative or their
/// product overflows, where the bytes are not as many as the shape asks for, and for strings.
Result<Tensor> tensor_from_wire(const wire::TensorProto& message);
/// The sizes of a tensor message; fails where they are negative or their product in bytes overflows.
Result<Shape> shape_from_wire(const wire::TensorProto& message, DType dtype);
void tensor_to_wire(const Tensor& tensor, const std::string& name, wire::TensorProto& message);

}  // namespace percept::onnx
