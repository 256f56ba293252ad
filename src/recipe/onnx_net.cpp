#include <algorithm>
#include <filesystem>

#include "onnx_net.hpp"
#include "percept/base/spelling.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/recipe/onnx_model.hpp"

namespace percept::recipe {
namespace {

// The number of examples that the file declares, 0 where it may be any.
std::int64_t declared_batch(const onnx::Port& input) {
  return input.sizes && !input.sizes->empty() ? input.sizes->front().number.value_or(0) : 0;
}

}  // namespace

const onnx::Port& only_input(const onnx::Model& model) {
  if (model.inputs().size() == 1 && model.inputs()[0].kind == onnx::Port::Kind::tensor)
    return model.inputs()[0];
  std::vector<std::string> names;
  for (const onnx::Port& port : model.inputs()) names.push_back(port.name);
  throw Error(Problem("recipe.onnx.inputs", {{"count", names.size()}, {"names", joined(names)}})
                  .about(model.name())
                  .with_hint("recipe.onnx.inputs.hint"));
}

bool is_onnx(const std::string& word) { return std::filesystem::path(word).extension() == ".onnx"; }

train::Net net_of(const onnx::Model& model, const std::string& until) {
  const onnx::Port& input = only_input(model);
  std::string wanted = until.empty() ? model.scores() : until;
  return [model, name = input.name, batch = declared_batch(input), wanted](Value examples) {
    Graph& graph = examples.graph();
    auto applied = [&](Value x) { return model.apply(graph, {{name, x}}, {wanted}).front(); };
    std::int64_t count = examples.shape().rank() ? examples.shape()[0] : 0;
    if (batch == 0 || batch == count) return applied(examples);
    std::vector<Value> parts;
    for (std::int64_t begin = 0; begin < count; begin += batch) {
      std::int64_t end = std::min(begin + batch, count);
      Value part = slice(examples, {.axis = 0, .begin = begin, .end = end});
      std::int64_t lacking = batch - (end - begin);
      if (lacking > 0) part = pad(part, 0, 0, lacking, PadMode::replicate);
      Value made = applied(part);
      parts.push_back(lacking > 0 ? slice(made, {.axis = 0, .end = end - begin}) : made);
    }
    return parts.size() == 1 ? parts.front() : concat(parts, 0);
  };
}

}  // namespace percept::recipe
