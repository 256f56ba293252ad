#include "network.hpp"

#include <fmt/format.h>

#include <cmath>

#include "percept/lab/catalogue.hpp"
#include "percept/runtime/program.hpp"
#include "points.hpp"
#include "rules.hpp"

namespace percept::lab {
namespace {

// What reads the plane: formulas of x1 and x2; nothing where they are just those.
bool are_plain(const Settings& settings) {
  if (settings.rule == kLeastSquares) return true;  // makes its powers of x itself, in f64
  if (settings.mode == "curve") return settings.features == std::vector<std::string>{"x"};
  return settings.features == std::vector<std::string>{"x1", "x2"};
}

std::string formula_words(const Settings& settings) {
  std::string words = "formula";
  for (std::size_t i = 0; i < settings.features.size(); ++i) {
    std::string formula;
    for (char c : settings.features[i])
      if (c != ' ') formula += c;
    bool plain =
        std::all_of(formula.begin(), formula.end(), [](char c) { return c > ' ' && c != '=' && c < 127; });
    if (formula.empty() || !plain) throw Error(Problem("lab.formula").at("features." + std::to_string(i)));
    words += " " + formula;
  }
  return words;
}

// train.optimizer.lr is optimizer.lr here.
Problem in_terms_of_settings(Problem problem) {
  constexpr std::string_view kWithin = "train.";
  problem.where.clear();
  for (Message& reason : problem.reasons)
    for (Argument& argument : reason.arguments)
      if (auto* field = std::get_if<std::string>(&argument.value); field && argument.name == "field") {
        if (field->starts_with(kWithin)) field->erase(0, kWithin.size());
        problem.where = *field;
      }
  return problem;
}

// percept train knows no formulas in front of the models that need no gradient.
Error only_places() {
  return Error(Problem("lab.rule.features").with_hint("lab.rule.features.hint").at("features"));
}

// Writes the layers of a recipe one by one, and remembers where each stands.
class Builder {
 public:
  Builder(const Settings& settings, Network& network) : settings_(settings), network_(network) {}

  void features() {
    if (are_plain(settings_)) return;
    append("features", formula_words(settings_), {});
    last_of_.front() = "features";
  }

  void hidden(const LayerSettings& layer) {
    std::string number = std::to_string(network_.layers.size() + 1);
    NetworkLayer made = weights("hidden" + number, std::to_string(layer.units), layer.units, layer.skip);
    if (layer.batch_norm) made.sums = append(made.norm = "norm" + number, "batch_norm", {});
    made.activation = layer.activation;
    made.outputs = layer.activation == "none" ? made.sums : append("unit" + number, layer.activation, {});
    std::string last = ids_.back();
    if (layer.dropout > 0) {
      append("dropout" + number, fmt::format("dropout {}", layer.dropout), {});
      last = ids_.back();
    }
    last_of_.push_back(last);
    network_.layers.push_back(std::move(made));
  }

  void output(std::int64_t units, bool tanh) {
    NetworkLayer made = weights("output", std::to_string(units), units, {});
    made.outputs = made.sums;
    if (tanh) made.outputs = append("answer", "tanh", {}), made.activation = "tanh";
    network_.layers.push_back(std::move(made));
  }

 private:
  // The sums of a layer of what the layer before and those of `skip` give.
  NetworkLayer weights(const std::string& id, const std::string& count, std::int64_t units,
                       const std::vector<std::int64_t>& skip) {
    NetworkLayer made{.path = id, .units = units};
    auto before = int(network_.layers.size());
    made.from = {before};
    for (std::int64_t from : skip)
      if (std::find(made.from.begin(), made.from.end(), int(from)) == made.from.end())
        made.from.push_back(int(from));
    std::vector<std::string> sources;
    sources.reserve(made.from.size());
    for (int from : made.from) sources.push_back(last_of_[std::size_t(from)]);
    made.inputs = place_of(sources.front());
    if (sources.size() > 1) {
      made.inputs = append("joined_" + id, "concat", sources);
      sources = {ids_.back()};
    }
    std::string words = "linear " + count;
    if (settings_.initial != "default") words += " init=" + settings_.initial + " bias_init=zeros";
    made.weighted = made.sums = append(id, words, sources);
    return made;
  }

  int append(const std::string& id, const std::string& words, std::vector<std::string> from) {
    network_.recipe.model.layers.push_back({.id = id, .op = words, .from = std::move(from)});
    ids_.push_back(id);
    return int(ids_.size()) - 1;
  }
  int place_of(const std::string& id) const {
    auto found = std::find(ids_.begin(), ids_.end(), id);
    return found == ids_.end() ? -1 : int(found - ids_.begin());
  }

  const Settings& settings_;
  Network& network_;
  std::vector<std::string> ids_;
  std::vector<std::string> last_of_ = {"input"};  // of each layer, what the next one reads; 0: the features
};

Network build(const Settings& settings, bool with_features) {
  Network network;
  recipe::Recipe& recipe = network.recipe;
  recipe.name = "playground";
  recipe.file = "playground.toml";
  recipe.seed = settings.seed;
  recipe.data.source = spec_of(settings);
  if (settings.data.set == "own" && settings.data.train == 1) recipe.data.test = recipe.data.source;
  recipe.data.normalize = "none";
  recipe.train.loss = settings.loss;
  recipe.train.optimizer = settings.optimizer;
  recipe.train.schedule = settings.schedule;
  recipe.train.l1 = settings.l1;
  recipe.train.l2 = settings.l2;
  recipe.train.batch = settings.batch;
  recipe.train.epochs = settings.stop.epochs > 0 ? settings.stop.epochs : 100;
  recipe.train.patience = settings.stop.patience;

  network.classes = classes_of(settings);
  network.outputs = network.classes ? network.classes : 1;
  const LossKind* loss = find_loss(settings.loss);
  if (!loss || !loss->fits(network.classes))
    throw Error(Problem("lab.loss", {{"loss", settings.loss}})
                    .with_hint("lab.loss.hint", {{"loss", usual_loss(network.classes)}})
                    .at("loss"));
  if (!rule_fits(settings.rule, network.classes))
    throw Error(Problem("lab.model.classes").with_hint("lab.model.classes.hint").at("rule"));
  if (is_memory(settings.rule)) {
    make_memory(settings, make_points(settings).train.size(), network);
    return network;
  }
  Builder builder(settings, network);
  if (with_features) builder.features();
  for (const LayerSettings& layer : settings.layers) builder.hidden(layer);
  builder.output(network.classes > 2 ? network.classes : 1, loss->tanh);
  // What parsing checks holds for what is made here.
  Result<recipe::Recipe> checked = recipe::parse_recipe(recipe::format_recipe(recipe), recipe.file);
  if (!checked) throw Error(in_terms_of_settings(checked.problem()));
  recipe = *std::move(checked);
  network.trace = recipe::make_layers(recipe, network.outputs);
  return network;
}

}  // namespace

Network make_network(const Settings& settings) { return build(settings, false); }

recipe::Recipe whole_recipe(const Settings& settings) {
  if (is_memory(settings.rule) && !are_plain(settings)) throw only_places();
  return build(settings, true).recipe;
}

recipe::Recipe training_recipe(const Settings& settings) {
  recipe::Recipe recipe = whole_recipe(settings);
  if (settings.rule != kPerceptron) return recipe;
  if (!are_plain(settings)) throw only_places();
  recipe.model = {.kind = classic::PerceptronConfig::kName};
  recipe.model.classic = classic_of(settings, 0);
  return recipe;
}

Features make_features(const Settings& settings, const Tensor& places) {
  Features made;
  if (are_plain(settings)) {
    made.values = places;
    return made;
  }
  recipe::Recipe recipe;
  recipe.model.layers = {{.id = "features", .op = formula_words(settings)}};
  ParameterStore store;
  Program program = Program::inference(store, [trace = recipe::make_net(recipe, 0)](Graph& graph) {
    graph.fetch("features", trace(graph.feed("places")));
  });
  made.values = program.run({{"places", places}})["features"].clone();
  std::span<const float> values = made.values.data<float>();
  for (std::size_t i = 0; i < values.size() && made.faulty < 0; ++i)
    if (!std::isfinite(values[i])) made.faulty = int(i % settings.features.size());
  return made;
}

Tensor checked_features(const Settings& settings, const Tensor& places) {
  Features features = make_features(settings, places);
  if (features.faulty >= 0)
    throw Error(
        Problem("lab.formula.infinite", {{"formula", settings.features[std::size_t(features.faulty)]}})
            .with_hint("lab.formula.infinite.hint")
            .at("features." + std::to_string(features.faulty)));
  return features.values;
}

void require_formulas(const Settings& settings) {
  bool curve = settings.mode == "curve";
  for (std::size_t i = 0; i < settings.features.size(); ++i) {
    Settings one;
    one.mode = settings.mode;
    one.features = {settings.features[i]};
    try {
      make_features(one, Tensor::zeros(DType::f32, {1, curve ? 1 : 2}));
    } catch (const Error& error) {
      throw Error(Problem(error.problem()).at("features." + std::to_string(i)));
    }
  }
}

}  // namespace percept::lab
