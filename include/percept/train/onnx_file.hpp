// A trained network as an ONNX model.
#pragma once

#include "percept/onnx/export.hpp"
#include "percept/train/evaluation.hpp"
#include "percept/train/model_file.hpp"

namespace percept::train {

/// The net with these weights, for batches of any size: from "input", [N, ...] as the card says it and
/// normalised, to "output". The card is its metadata. Throws `Error` where ONNX lacks an op of the net.
onnx::Exported export_net(const Net& net, const ModelCard& card,
                          const std::map<std::string, Tensor>& weights);

}  // namespace percept::train
