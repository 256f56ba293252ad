// percept plot NAMES --what activation: y = f(x) and its derivative, both computed by the engine.
#include "percept/autograd/differentiate.hpp"
#include "percept/base/spelling.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/recipe/network.hpp"
#include "percept/runtime/interpreter.hpp"
#include "picture.hpp"

namespace percept::cli {
namespace {

constexpr int kSamples = 601;
constexpr std::size_t kMostCurves = 8;
constexpr double kWidest = 1000;

// A layer of recipes that takes one number to one, and its formula as people write it.
struct Activation {
  const char* name;
  const char* formula;
};
constexpr Activation kActivations[] = {
    {"linear", "x"},
    {"sigmoid", "1 / (1 + e⁻ˣ)"},
    {"tanh", "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)"},
    {"relu", "max(0, x)"},
    {"leaky_relu", "max(x, slope·x)"},
    {"elu", "x if x > 0, else alpha·(eˣ − 1)"},
    {"maxout", "max(x, −x / 2)"},
    {"softmax", "eˣ / (eˣ + e⁰)"},
    {"selu", "1.0507·elu(x), alpha = 1.6733"},
    {"softplus", "ln(1 + eˣ)"},
    {"softsign", "x / (1 + |x|)"},
    {"gelu", "x·P(X ≤ x), X normal"},
    {"silu", "x / (1 + e⁻ˣ)"},
    {"mish", "x·tanh(ln(1 + eˣ))"},
    {"relu6", "min(max(0, x), 6)"},
    {"hard_tanh", "x held in [−1, 1]"},
    {"hard_sigmoid", "relu6(x + 3) / 6"},
    {"hard_swish", "x·relu6(x + 3) / 6"},
};

const Activation& find_activation(const std::string& words) {
  std::string name = words.substr(0, words.find(' '));
  std::vector<std::string> known;
  for (const Activation& each : kActivations) {
    if (name == each.name) return each;
    known.emplace_back(each.name);
  }
  throw CallError(unknown_word(Problem("percept.plot.activation", {{"word", name}}), name, known));
}

// The layer of the words on x [N, 1]. Those that take several numbers are shown what makes a curve of them:
// maxout the lines x and -x/2, softmax the scores x and 0.
Value applied(const std::string& words, Value x) {
  std::string name = words.substr(0, words.find(' '));
  if (name == "linear") return x;
  recipe::Recipe recipe;
  recipe.model.layers.push_back({.op = name == "maxout" ? "maxout 2" : words});
  recipe::Layers layers = recipe::make_layers(recipe, 0);
  if (name == "maxout") return layers(concat({x, -0.5 * x}, 1)).back();
  if (name == "softmax")
    return slice(layers(concat({x, 0 * x}, 1)).back(), {.axis = 1, .begin = 0, .end = 1});
  return layers(x).back();
}

struct Curves {
  std::vector<double> y, slope;
};

std::vector<double> numbers_of(const Tensor& tensor) {
  std::vector<double> numbers;
  for (std::int64_t i = 0; i < tensor.size(); ++i) numbers.push_back(tensor.at(i));
  return numbers;
}

// The sum of f(x_i) has as its gradient by x_i just f'(x_i).
Curves computed(const std::string& words, const std::vector<double>& xs) {
  Graph graph(Mode::infer);
  Value x = graph.feed("x", {DType::f32, Shape{std::int64_t(xs.size()), 1}});
  Value y = applied(words, x);
  Value slope = differentiate(reduce_sum(y), {x}).front();
  ParameterStore store;
  Interpreter interpreter(graph, store, {.double_precision = true});
  interpreter.reset({{"x", Tensor::from<double>({std::int64_t(xs.size()), 1}, xs).to(DType::f32)}});
  return {numbers_of(interpreter.value(y)), numbers_of(interpreter.value(slope))};
}

// -6:6 or -6,6.
std::pair<double, double> range_of(const std::string& word) {
  auto wrong = [&] {
    return CallError(Problem("percept.plot.range", {{"word", word}, {"most", kWidest}})
                         .with_hint("percept.plot.range.hint"));
  };
  if (word.empty()) return {-6, 6};
  std::size_t colon = word.find(':');
  if (colon == std::string::npos) throw wrong();
  std::optional<double> least = number_in(word.substr(0, colon)), most = number_in(word.substr(colon + 1));
  if (!least || !most || !(*least < *most) || *least < -kWidest || *most > kWidest) throw wrong();
  return {*least, *most};
}

std::string formula_of(const Activation& activation) {
  std::string formula = activation.formula;
  if (language() == Language::french) {
    if (std::size_t at = formula.find(" if x > 0, else "); at != formula.npos)
      formula.replace(at, 16, text("percept.plot.otherwise"));
  }
  return formula;
}

}  // namespace

Drawn draw_activation(const Call&, const PlotWords& words) {
  std::vector<std::string> names = between_commas(only_input(words));
  if (names.size() > kMostCurves)
    throw CallError(Problem("percept.plot.many_curves", {{"count", names.size()}, {"most", kMostCurves}}));
  auto [least, most] = range_of(words.range);
  std::vector<double> xs;
  for (int i = 0; i < kSamples; ++i) xs.push_back(least + (most - least) * i / (kSamples - 1));
  Drawn drawn;
  bool one = names.size() == 1;
  drawn.figure.panels.resize(one ? 1 : 2);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Activation& activation = find_activation(names[i]);
    Curves curves = computed(names[i], xs);
    plot::Line line{.x = xs, .y = curves.y, .name = names[i] + " = " + formula_of(activation)};
    line.colour = plot::class_colour(one ? 1 : std::int64_t(i));
    line.dash = one ? plot::Dash::solid : plot::Dash(i % 3);
    plot::Line slope = line;
    slope.y = curves.slope;
    if (one) {
      slope.name = text("percept.plot.derivative_of", {{"name", names[i]}});
      slope.colour = plot::class_colour(0);
      slope.dash = plot::Dash::dashed;
    }
    drawn.figure.panels.front().layers.push_back(line);
    drawn.figure.panels.back().layers.push_back(slope);
    drawn.facts["curves"].push_back({{"name", names[i]}, {"formula", activation.formula}});
  }
  drawn.figure.title = one ? names.front() : text("percept.plot.activations");
  for (plot::Panel& panel : drawn.figure.panels) {
    panel.x.label = "x";
    panel.layers.insert(panel.layers.begin(),
                        plot::Rule{.at = 0, .colour = plot::kSoft, .dash = plot::Dash::dotted});
  }
  if (!one) {
    drawn.figure.panels.front().title = text("percept.plot.curve");
    drawn.figure.panels.back().title = text("percept.plot.derivative");
  }
  return drawn;
}

}  // namespace percept::cli
