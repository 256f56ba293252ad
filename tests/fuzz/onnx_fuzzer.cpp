// An ONNX model: read, and traced on inputs of a few elements.
#include "fuzz/target.hpp"
#include "percept/onnx/model.hpp"

namespace percept::fuzz {
namespace {

// Of the sizes that the model declares, but small.
void offer(Graph& graph, const onnx::Port& port) {
  std::vector<std::int64_t> dims;
  if (port.sizes)
    for (const onnx::Size& size : *port.sizes)
      dims.push_back(std::min<std::int64_t>(size.number.value_or(2), 64));
  if (dims.size() > 8) dims.resize(8);
  if (port.dtype && port.kind == onnx::Port::Kind::tensor) graph.offer(port.name, {*port.dtype, Shape(dims)});
}

bool parse(Input bytes) {
  // No such folder: a path to external data is checked, and then not found.
  Result<onnx::Model> model = onnx::parse_model(bytes, "model.onnx", "no-such-folder");
  if (!model) return refused(model.problem());
  Graph graph(Mode::infer);
  for (const onnx::Port& port : model->inputs()) offer(graph, port);
  try {
    model->trace(graph);
  } catch (const Error& error) {
    return refused(error.problem());
  }
  return true;
}

const Registration registration("onnx", parse);

}  // namespace
}  // namespace percept::fuzz
