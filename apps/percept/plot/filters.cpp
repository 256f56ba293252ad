// percept plot RUN|RECIPE|MODEL.onnx --what filters: the weights of a layer as pictures, negative ones
// orange, positive ones blue.
#include <algorithm>
#include <cmath>

#include "percept/base/spelling.hpp"
#include "percept/recipe/network.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "percept/train/evaluation.hpp"
#include "picture.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kShown = 64, kMost = 400;

/// A network, or what knows a model's weights alone.
struct Net {
  std::string name;
  std::map<std::string, Tensor> weights;
  std::vector<std::string> order;  // of the paths, as they stand in the network
  std::vector<std::string> classes;
  Shape input;
};

Net net_of(recipe::Model& model) {
  Net net{.name = model.card.name, .classes = model.card.classes, .input = model.card.input};
  Graph graph(Mode::infer);
  recipe::trace_one_image(graph, model.net, model.card.input);
  for (const Value& parameter : graph.parameters()) net.order.push_back(graph.parameter_of(parameter).path);
  net.weights = model.store->snapshot();
  return net;
}

// As it begins, before any step of training.
Net net_of(const recipe::Recipe& recipe) {
  data::DatasetPtr data = recipe::open_data(recipe).train;
  Net net{.name = recipe.name, .classes = data->classes(), .input = recipe::input_shape(*data)};
  Graph graph(Mode::train);
  recipe::trace_one_image(graph, recipe::make_net(recipe, *data), net.input);
  ParameterStore store{std::uint64_t(recipe.seed)};
  for (const Value& parameter : graph.parameters()) {
    net.order.push_back(graph.parameter_of(parameter).path);
    store.ensure(graph.parameter_of(parameter));
  }
  net.weights = store.snapshot();
  return net;
}

Net opened(const Call& call, const std::string& word) {
  if (recipe::is_onnx(word) || recipe::is_run(word)) {
    recipe::Model model = open_model(call, word);
    return net_of(model);
  }
  return net_of(load_recipe(call, word, {}));
}

// A weight of rows that are pictures: kernels [filters, channels, h, w], or rows as long as an input that is
// one, [units, C H W].
bool is_drawable(const Shape& weight, const Shape& input) {
  if (weight.rank() == 4) return true;
  return weight.rank() == 2 && input.rank() == 3 && weight[1] == input[0] * input[1] * input[2];
}

std::string layer_of(const Net& net, const std::string& wanted) {
  std::vector<std::string> known;
  for (const std::string& path : net.order) {
    auto weight = net.weights.find(path);
    if (weight == net.weights.end() || !is_drawable(weight->second.shape(), net.input)) continue;
    std::string layer = path.substr(0, path.rfind('.'));
    if (path == wanted || layer == wanted) return path;
    known.push_back(path);
  }
  if (known.empty())
    throw Error(Problem("percept.plot.no_filters").about(net.name).with_hint("percept.plot.no_filters.hint"));
  if (wanted.empty()) return known.front();
  throw CallError(unknown_word(Problem("percept.plot.layer", {{"word", wanted}}), wanted, known));
}

Tensor coloured(const Tensor& weight, std::int64_t begin, std::int64_t height, std::int64_t width,
                double largest) {
  Tensor pixels(DType::u8, {height, width, 3});
  auto bytes = pixels.data<std::uint8_t>();
  for (std::int64_t i = 0; i < height * width; ++i) {
    plot::Colour colour = plot::value_colour(weight.at(begin + i) / largest);
    bytes[std::size_t(3 * i)] = colour.red;
    bytes[std::size_t(3 * i + 1)] = colour.green;
    bytes[std::size_t(3 * i + 2)] = colour.blue;
  }
  return pixels;
}

// What the colours mean stands in the legend, as three samples of them.
void add_legend(plot::Panel& panel, double largest) {
  for (double value : {-1.0, 0.0, 1.0}) {
    std::string name = value == 0 ? "0" : plot::number(value * largest);
    panel.layers.emplace_back(plot::Bars{.name = name, .colour = plot::value_colour(value)});
  }
}

}  // namespace

Drawn draw_filters(const Call& call, const PlotWords& words) {
  std::int64_t most = words.count.empty() ? kShown : number_of("--count", words.count, 1);
  if (most > kMost) throw CallError(Problem("percept.plot.many_images", {{"count", most}, {"most", kMost}}));
  Net net = opened(call, only_input(words));
  std::string path = layer_of(net, words.layer);
  const Tensor& weight = net.weights.at(path);
  const Shape& s = weight.shape();
  bool kernels = s.rank() == 4;
  std::int64_t channels = kernels ? s[1] : net.input[0], height = kernels ? s[2] : net.input[1],
               width = kernels ? s[3] : net.input[2];
  std::int64_t filters = std::min(s[0], std::max<std::int64_t>(1, most / std::min(channels, most)));
  std::int64_t shown = std::min(channels, most);
  double largest = 1e-12;
  for (std::int64_t i = 0; i < weight.size(); ++i)
    if (std::isfinite(weight.at(i))) largest = std::max(largest, std::abs(weight.at(i)));
  Drawn drawn;
  bool of_classes = !kernels && std::int64_t(net.classes.size()) == s[0];
  for (std::int64_t f = 0; f < filters; ++f)
    for (std::int64_t c = 0; c < shown; ++c) {
      std::string title = of_classes ? net.classes[std::size_t(f)] : std::to_string(f);
      if (channels > 1) title += "·" + std::to_string(c);
      Tensor pixels = coloured(weight, (f * channels + c) * height * width, height, width, largest);
      drawn.figure.panels.push_back(picture_panel(std::move(pixels), std::move(title)));
    }
  add_legend(drawn.figure.panels.front(), largest);
  auto tiles = std::int64_t(drawn.figure.panels.size());
  std::int64_t wide =
      std::clamp<std::int64_t>(std::int64_t(std::ceil(std::sqrt(double(tiles) * 1.6))), 1, 20);
  drawn.figure.columns =
      int(channels > 1 && channels <= 16 ? shown * std::max<std::int64_t>(1, wide / shown) : wide);
  std::int64_t rows = (tiles + drawn.figure.columns - 1) / drawn.figure.columns;
  std::int64_t tile = tiles <= 12 ? 104 : tiles <= 40 ? 76 : 52;
  drawn.figure.title = net.name + ": " + path;
  drawn.figure.width = int(std::max<std::int64_t>(320, tile * drawn.figure.columns + 24));
  drawn.figure.height = int(86 + (tile + 16) * rows);
  drawn.facts = {{"layer", path}, {"filters", filters}, {"of", s[0]}, {"largest", largest}};
  return drawn;
}

}  // namespace percept::cli
