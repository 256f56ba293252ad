#include "not_finite.hpp"

#include <algorithm>
#include <cmath>

#include "percept/runtime/interpreter.hpp"

namespace percept::train {

bool is_finite(const Tensor& tensor) {
  if (tensor.dtype() == DType::f32) {
    auto values = tensor.data<float>();
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  }
  for (std::int64_t i = 0; i < tensor.size(); ++i)
    if (!std::isfinite(tensor.at(i))) return false;
  return true;
}

bool is_finite(const ParameterStore& store) {
  const auto& entries = store.entries();
  return std::all_of(entries.begin(), entries.end(),
                     [](const auto& entry) { return is_finite(entry.second.value); });
}

std::optional<NotFinite> first_not_finite(Graph& graph, ParameterStore& store, const Feeds& feeds) {
  Interpreter interpreter(graph, store);
  interpreter.reset(feeds);
  for (const Node& node : graph.nodes())
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
      Value value = graph.value(node.id, int(i));
      const Tensor& tensor = interpreter.value(value);
      if (is_finite(tensor)) continue;
      bool number = true;
      for (std::int64_t k = 0; k < tensor.size(); ++k) number &= !std::isnan(tensor.at(k));
      return NotFinite{value.name(), to_string(value.type()), number,
                       node.backward || node.path.starts_with("optim")};
    }
  return std::nullopt;
}

}  // namespace percept::train
