#include "percept/recipe/onnx_model.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "onnx_net.hpp"
#include "percept/base/spelling.hpp"

namespace percept::recipe {
namespace {

// Shape of one example as the file declares it; sizes that it only names are 0.
Shape example_shape(const onnx::Port& input) {
  std::vector<std::int64_t> dims;
  if (input.sizes)
    for (std::size_t i = 1; i < input.sizes->size(); ++i)
      dims.push_back((*input.sizes)[i].number.value_or(0));
  return Shape(std::move(dims));
}

Problem unknown_input(const onnx::Model& model, const std::string& name) {
  std::vector<std::string> names;
  for (const onnx::Port& port : model.inputs()) names.push_back(port.name);
  return unknown_word(Problem("recipe.onnx.unknown_input", {{"input", name}}).about(model.name()), name,
                      names);
}

// What the network says of one example: classes, or numbers.
std::int64_t outputs_of(const train::Net& net, const Shape& input) {
  std::int64_t outputs = 0;
  auto one = [&](Graph& graph) { outputs = net(graph.feed("image")).shape().elements(); };
  ParameterStore store;
  // Middling grey, where what is computed depends on the numbers.
  Program::inference(store, one).trace({{"image", Tensor::full(DType::f32, batch_of_one(input), 0.5)}});
  return outputs;
}

}  // namespace

Model open_onnx(const std::string& file) {
  onnx::Model onnx = onnx::read_model(file).value();
  if (std::optional<Problem> problem = onnx.unsupported()) throw Error(*problem);
  Model model{.file = file, .net = net_of(onnx), .store = std::make_unique<ParameterStore>()};
  if (auto format = onnx.metadata().find("format");
      format != onnx.metadata().end() && format->second == "percept") {
    model.card = train::from_metadata(onnx.metadata(), file).value();
    model.recipe = parse_recipe(model.card.recipe, file).value();
    return model;
  }
  // A foreign model: its numbers are classes, as far as anyone can tell, and images go in as they are.
  model.card.name = model.recipe.name = std::filesystem::path(file).stem().string();
  model.card.input = example_shape(only_input(onnx));
  for (std::int64_t size : model.card.input)
    if (size == 0)
      throw Error(Problem("recipe.onnx.sizes", {{"input", to_string(only_input(onnx))}})
                      .about(file)
                      .with_hint("recipe.onnx.sizes.hint"));
  model.card.outputs = outputs_of(model.net, model.card.input);
  for (std::int64_t i = 0; i < model.card.outputs; ++i) model.card.classes.push_back(std::to_string(i));
  if (model.card.input.rank()) {
    auto channels = std::size_t(model.card.input[0]);
    model.card.normalization = {std::vector<float>(channels, 0.0f), std::vector<float>(channels, 1.0f)};
  }
  return model;
}

namespace {

Feeds example_feeds(const onnx::Model& model, const std::map<std::string, Shape>& sizes, std::int64_t open) {
  std::set<std::string> batches;  // names of sizes that stand first somewhere
  for (const onnx::Port& port : model.inputs())
    if (port.sizes && !port.sizes->empty() && !port.sizes->front().name.empty())
      batches.insert(port.sizes->front().name);
  Feeds feeds;
  for (const onnx::Port& port : model.inputs()) {
    if (port.kind != onnx::Port::Kind::tensor || !port.dtype) continue;
    std::vector<std::int64_t> dims;
    if (port.sizes)
      for (const onnx::Size& size : *port.sizes)
        dims.push_back(size.number.value_or(dims.empty() || batches.contains(size.name) ? 1 : open));
    auto given = sizes.find(port.name);
    feeds[port.name] =
        Tensor::zeros(*port.dtype, given != sizes.end() ? given->second : Shape(std::move(dims)));
  }
  return feeds;
}

}  // namespace

bool has_open_sizes(const onnx::Model& model) {
  return std::any_of(model.inputs().begin(), model.inputs().end(), [](const onnx::Port& port) {
    return !port.sizes ||
           std::any_of(port.sizes->begin(), port.sizes->end(), [](const auto& s) { return !s.number; });
  });
}

OnnxExample trace_example(const onnx::Model& model, const std::map<std::string, Shape>& sizes) {
  for (const auto& [name, shape] : sizes)
    if (std::none_of(model.inputs().begin(), model.inputs().end(),
                     [&](const auto& port) { return port.name == name; }))
      throw Error(unknown_input(model, name));
  std::optional<Error> first;
  for (std::int64_t open : {1, 64, 256, 1024}) {
    OnnxExample example{example_feeds(model, sizes, open), nullptr};
    try {
      ParameterStore store;
      auto trace = [&](Graph& graph) { model.trace(graph); };
      example.graph = Program::inference(store, trace).trace(example.feeds);
      return example;
    } catch (const Error& error) {
      if (!first) first = error;
    }
  }
  throw *first;
}

std::vector<std::string> draw_inputs(const onnx::Model& model, Feeds& feeds,
                                     const std::map<std::string, Shape>& sizes, std::uint64_t seed) {
  std::map<std::string, Shape> known = sizes;
  for (const auto& [name, tensor] : feeds.tensors()) known[name] = tensor.shape();
  std::vector<std::string> drawn;
  OnnxExample example = trace_example(model, known);
  for (const auto& [name, zeros] : example.feeds.tensors()) {
    if (feeds.find(name)) continue;
    Tensor tensor = zeros;
    RandomSequence random(RandomStream(seed, name, 0));
    if (is_float(tensor.dtype()))
      for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, random.uniform());
    feeds[name] = tensor;
    drawn.push_back(name);
  }
  return drawn;
}

namespace {

// Of the type that is wanted, where that changes no number; else as it is, for the model to refuse.
Tensor fitted(const Tensor& tensor, DType wanted) {
  bool floats = is_float(tensor.dtype()) && is_float(wanted);
  auto whole = [](DType dtype) { return is_integer(dtype) || dtype == DType::boolean; };
  if (tensor.dtype() == wanted || !(floats || (whole(tensor.dtype()) && whole(wanted)))) return tensor;
  Tensor made = tensor.to(wanted);
  if (floats) return made;  // numpy writes f64 where nobody asks; rounding to f32 is what is meant
  for (std::int64_t i = 0; i < tensor.size(); ++i)
    if (made.at(i) != tensor.at(i)) return tensor;
  return made;
}

}  // namespace

Fetches run_onnx(const onnx::Model& model, Feeds feeds, Precision precision) {
  if (std::optional<Problem> problem = model.unsupported()) throw Error(*problem);
  std::vector<std::string> names;
  Problem missing;
  missing.subject = model.name();
  for (const onnx::Port& port : model.inputs()) {
    names.push_back(port.name);
    if (port.kind != onnx::Port::Kind::tensor) continue;
    const Tensor* given = feeds.find(port.name);
    if (!given)
      missing.reasons.emplace_back("recipe.onnx.missing",
                                   std::vector<Argument>{{"input", port.name}, {"type", to_string(port)}});
    else if (port.dtype)
      feeds[port.name] = fitted(*given, *port.dtype);
  }
  for (const auto& [name, tensor] : feeds.tensors()) {
    std::string base = name.substr(0, name.find('['));
    if (std::find(names.begin(), names.end(), name) == names.end() &&
        std::find(names.begin(), names.end(), base) == names.end())
      throw Error(unknown_input(model, name));
  }
  if (!missing.reasons.empty()) throw Error(std::move(missing).with_hint("recipe.onnx.missing.hint"));
  ParameterStore store;
  Program program = Program::inference(
      store, [&](Graph& graph) { model.trace(graph); }, precision);
  Fetches fetches;
  for (const auto& [name, tensor] : program.run(feeds).tensors()) fetches.set(name, tensor.clone());
  return fetches;
}

}  // namespace percept::recipe
