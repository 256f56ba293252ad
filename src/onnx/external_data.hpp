// Tensors whose bytes lie in a file beside the model's.
#pragma once

#include <filesystem>

#include "percept/base/result.hpp"
#include "percept/tensor/tensor.hpp"
#include "wire.pb.h"

namespace percept::onnx {

/// The tensor whose `external_data` names a file in `folder` or below, with offset and length. A hostile
/// model names what is none of its business: the path is relative, without `..`, and no part of it may be a
/// link; the file is an ordinary one of one name, and holds what the shape asks for.
Result<Tensor> read_external(const wire::TensorProto& message, const std::filesystem::path& folder);

}  // namespace percept::onnx
