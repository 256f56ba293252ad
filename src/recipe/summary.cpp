#include "percept/recipe/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "layer_list.hpp"
#include "percept/base/checked.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/train/weights.hpp"

namespace percept::recipe {
namespace {

constexpr std::int64_t kMostMacs = std::int64_t(1) << 52;  // of a node, so that their sum does not overflow

Shape without_batch(const Shape& shape) {
  const auto& dims = shape.dims();
  return Shape(dims.empty() ? dims : std::vector<std::int64_t>(dims.begin() + 1, dims.end()));
}

bool is_parameter(Value value) { return value && value.node().op == &parameter_op(); }

// Every output element of a node with a weight [out, ...] takes one multiplication an element of a row of it.
std::int64_t macs_of(const Node& node) {
  bool counts = node.op->name == "conv2d" || node.op->name == "linear" || node.op->name == "matmul";
  if (node.op->name == "nearest_rows") return node.inputs[1].shape().elements();  // each with one example
  if (!counts || node.inputs.size() < 2 || !node.inputs[1]) return 0;
  const Shape& weight = node.inputs[1].shape();
  std::int64_t a_row =
      node.op->name == "matmul" ? node.inputs[0].shape()[-1] : weight.elements(1, weight.rank());
  const Shape& output = node.outputs[0].shape;
  std::optional<std::int64_t> macs = checked_multiply(output.elements(), a_row);
  if (!macs || *macs > kMostMacs) throw Error(Problem("tensor.too_large", {{"shape", to_string(output)}}));
  return *macs;
}

void require_frozen(const Graph& graph, const Recipe& recipe) {
  try {
    train::require_frozen(graph, recipe.model.freeze);
  } catch (const Error& error) {
    throw Error(Problem(error.problem()).at(recipe.place("model.freeze")));
  }
}

// 1234567 as 1,234,567, or in French 1 234 567 with narrow spaces that do not break.
std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += language() == Language::french ? "\u202f" : ",";
    out += digits[i];
  }
  return out;
}

// Letters, not bytes, as fmt counts a field's width.
std::size_t columns(const std::string& cell) {
  return std::size_t(std::count_if(cell.begin(), cell.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

bool needs_data(const Recipe& recipe) {
  if (recipe.model.input.empty() || !recipe.model.is_network()) return true;
  for (const LayerFields& layer : recipe.model.layers)
    if (layer.op.find("classes") != layer.op.npos) return true;
  return false;
}

namespace {

Summary summarize(const Recipe& recipe, const Graph& graph, const Shape& input) {
  Summary summary{.name = recipe.name, .input = input};
  std::set<std::string> counted;  // a parameter that two layers share counts at the first
  for (const Node& node : graph.nodes()) {
    if (is_leaf(node)) continue;
    if (summary.layers.empty() || summary.layers.back().path != node.path)
      summary.layers.push_back({.path = node.path});
    SummaryRow& row = summary.layers.back();
    row.op = node.op->name;
    row.output = without_batch(node.outputs[0].shape);
    row.size = row.output.elements();
    row.macs += macs_of(node);
    for (Value value : node.inputs)
      if (is_parameter(value) && counted.insert(value.name()).second && graph.parameter_of(value).trainable) {
        row.parameters += value.shape().elements();
        if (train::is_within(value.name(), recipe.model.freeze)) row.frozen += value.shape().elements();
      }
  }
  for (const SummaryRow& row : summary.layers) {
    summary.parameters += row.parameters;
    summary.frozen += row.frozen;
    summary.macs += row.macs;
  }
  return summary;
}

}  // namespace

Summary summarize(const std::string& name, const train::Net& net, const Shape& input) {
  Recipe recipe;
  recipe.name = name;
  return summarize(recipe, net, input);
}

Summary summarize(const Recipe& recipe, const train::Net& net, const Shape& input) {
  Graph graph(Mode::infer);
  serve_constants(graph);
  trace_one_image(graph, net, input);
  require_frozen(graph, recipe);
  return summarize(recipe, graph, input);
}

Summary summarize(const std::string& name, const Graph& graph, const Shape& input) {
  Recipe recipe;
  recipe.name = name;
  return summarize(recipe, graph, input);
}

Summary summarize(const Recipe& recipe) {
  if (!needs_data(recipe)) return summarize(recipe, make_net(recipe, 0), Shape(recipe.model.input));
  data::DatasetPtr data = open_data(recipe).train;
  return summarize(recipe, make_net(recipe, *data), input_shape(*data));
}

std::string to_table(const Summary& summary) {
  std::vector<std::vector<std::string>> rows = {
      {text("recipe.summary.layer"), text("recipe.summary.op"), text("recipe.summary.output"),
       text("recipe.summary.size"), text("recipe.summary.parameters"), text("recipe.summary.macs")}};
  rows.push_back({"input", "", to_string(summary.input), grouped(summary.input.elements()), "", ""});
  for (const SummaryRow& row : summary.layers)
    rows.push_back({row.path, row.op, to_string(row.output), grouped(row.size), grouped(row.parameters),
                    grouped(row.macs)});
  rows.push_back(
      {text("recipe.summary.total"), "", "", "", grouped(summary.parameters), grouped(summary.macs)});
  if (summary.frozen) {  // its column only where there is something in it
    rows[0].push_back(text("recipe.summary.frozen"));
    rows[1].push_back("");
    for (std::size_t i = 0; i < summary.layers.size(); ++i)
      rows[i + 2].push_back(summary.layers[i].frozen ? grouped(summary.layers[i].frozen) : "");
    rows.back().push_back(grouped(summary.frozen));
  }

  std::vector<std::size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  std::string out = summary.name + "\n";
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += i < 3 ? fmt::format("{:<{}}  ", row[i], widths[i]) : fmt::format("{:>{}}  ", row[i], widths[i]);
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace percept::recipe
