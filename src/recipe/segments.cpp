#include "percept/recipe/segments.hpp"

#include <algorithm>
#include <cmath>

#include "percept/recipe/network.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"

namespace percept::recipe {
namespace {

constexpr std::int64_t kMostUnits = 1024;

bool is_parameter(Value value) { return value && value.node().op == &parameter_op(); }

// Where w x + b of each unit is 0, as the net sees x; none where the graph is of another kind.
std::optional<std::vector<double>> bends_of(const Graph& graph, Value input, const ParameterStore& store) {
  std::vector<double> bends;
  for (const Node& node : graph.nodes()) {
    std::string_view op = node.op->name;
    if (is_leaf(node) || op == "linear" || op == "concat" || op == "add" || op == "reshape") continue;
    if (op != "relu") return std::nullopt;
    const Node& before = node.inputs[0].node();
    bool unit = before.op->name == "linear" && before.inputs[0] == input && is_parameter(before.inputs[1]);
    if (!unit) return std::nullopt;
    const Tensor& weight = store.find(before.inputs[1].name())->value;
    bool biased = before.inputs.size() > 2 && is_parameter(before.inputs[2]);
    for (std::int64_t i = 0; i < weight.size(); ++i) {
      double bias = biased ? store.find(before.inputs[2].name())->value.at(i) : 0;
      bends.push_back(-bias / weight.at(i));
    }
  }
  if (bends.empty() || std::int64_t(bends.size()) > kMostUnits) return std::nullopt;
  return bends;
}

std::pair<double, double> range_of(const Recipe& recipe) {
  data::DatasetPtr dataset = open_data(recipe).test;
  double least = INFINITY, most = -INFINITY;
  data::Loader loader(dataset, {.batch = 1000});
  for (const data::Batch& batch : loader.epoch(0))
    for (float x : batch[dataset->fields().front().name].data<float>()) {
      least = std::min(least, double(x));
      most = std::max(most, double(x));
    }
  return {least, most};
}

}  // namespace

std::optional<Segments> segments_of(Model& model) {
  if (!model.recipe.model.is_network() || !model.card.classes.empty() || model.card.outputs != 1 ||
      model.card.input != Shape{1})
    return std::nullopt;
  Graph graph(Mode::infer);
  serve_constants(graph);
  Value input = graph.feed("input", {DType::f32, {1, 1}});
  model.net(input);
  std::optional<std::vector<double>> bends = bends_of(graph, input, *model.store);
  if (!bends) return std::nullopt;

  const data::Normalization& scale = model.card.normalization;
  double mean = scale.mean.empty() ? 0 : double(scale.mean[0]);
  double deviation = scale.deviation.empty() || scale.deviation[0] == 0 ? 1 : double(scale.deviation[0]);
  auto [least, most] = range_of(model.recipe);
  Segments segments{.units = std::int64_t(bends->size()), .x = {least, most}};
  for (double bend : *bends)
    if (double x = bend * deviation + mean; x > least && x < most) segments.x.push_back(x);
  std::sort(segments.x.begin(), segments.x.end());

  auto count = std::int64_t(segments.x.size());
  Tensor ends(DType::f32, {count, 1});
  for (std::int64_t i = 0; i < count; ++i) ends.set(i, (segments.x[std::size_t(i)] - mean) / deviation);
  Program program = Program::inference(
      *model.store, [&](Graph& traced) { traced.fetch("y", model.net(traced.feed("input"))); });
  const Tensor& y = program.run({{"input", ends}})["y"];
  for (std::int64_t i = 0; i < count; ++i) segments.y.push_back(y.at(i));
  return segments;
}

double square_floor(std::int64_t bends) { return std::pow(2 / double(bends + 1), 4) / 180; }

}  // namespace percept::recipe
