#include "percept/train/onnx_file.hpp"

namespace percept::train {

onnx::Exported export_net(const Net& net, const ModelCard& card,
                          const std::map<std::string, Tensor>& weights) {
  auto trace = [&](std::int64_t examples) {
    auto graph = std::make_unique<Graph>(Mode::infer);
    std::vector<std::int64_t> dims = {examples};
    dims.insert(dims.end(), card.input.begin(), card.input.end());
    graph->fetch("output", net(graph->feed("input", {DType::f32, Shape(std::move(dims))})));
    return graph;
  };
  return onnx::export_model(trace, [&](const std::string& path) { return weights.at(path); },
                            {.name = card.name, .metadata = to_metadata(card)});
}

}  // namespace percept::train
