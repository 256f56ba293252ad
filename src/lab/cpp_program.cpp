#include "cpp_program.hpp"

#include <fmt/format.h>

#include <cmath>

#include "rules.hpp"

namespace percept::lab {
namespace {

struct Formula {
  std::string_view name, code;
};
// Of z; the words of recipes with their defaults.
constexpr Formula kActivations[] = {
    {"tanh", "std::tanh(z)"},
    {"relu", "z > 0 ? z : 0"},
    {"sigmoid", "1 / (1 + std::exp(-z))"},
    {"none", "z"},
    {"leaky_relu", "z > 0 ? z : 0.01 * z"},
    {"elu", "z > 0 ? z : std::expm1(z)"},
    {"selu", "1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * std::expm1(z))"},
    {"gelu", "0.5 * z * (1 + std::erf(z / std::sqrt(2.0)))"},
    {"silu", "z / (1 + std::exp(-z))"},
    {"mish", "z * std::tanh(std::log1p(std::exp(z)))"},
    {"softplus", "std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)))"},
    {"softsign", "z / (1 + std::abs(z))"},
    {"hard_tanh", "std::min(1.0, std::max(-1.0, z))"},
    {"hard_sigmoid", "std::min(1.0, std::max(0.0, z / 6 + 0.5))"},
    {"relu6", "std::min(6.0, std::max(0.0, z))"},
    {"tanh_shrink", "z - std::tanh(z)"},
};

std::string code_of(const std::string& activation) {
  for (const Formula& formula : kActivations)
    if (formula.name == activation) return std::string(formula.code);
  return "z";
}

// x1^2 * sin(x2) as C++: powers are calls, and whole numbers are no integers.
class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}
  std::string sum() {
    std::string out = product();
    while (next() == '+' || next() == '-') out += fmt::format(" {} ", take()), out += product();
    return out;
  }

 private:
  char next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  char take() { return next(), text_[at_++]; }
  std::string product() {
    std::string out = factor();
    while (next() == '*' || next() == '/') out += fmt::format(" {} ", take()), out += factor();
    return out;
  }
  std::string factor() {
    if (next() == '-') return take(), "(-" + factor() + ")";
    std::string base = atom();
    if (next() != '^') return base;
    take();
    return fmt::format("std::pow({}, {})", base, factor());
  }
  std::string atom() {
    if (next() == '(') {
      take();
      std::string inner = sum();
      take();
      return "(" + inner + ")";
    }
    std::size_t begin = at_;
    auto belongs = [&](char c) {
      bool exponent = (c == '-' || c == '+') && at_ > begin &&
                      (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E') &&
                      (std::isdigit(static_cast<unsigned char>(text_[begin])) || text_[begin] == '.');
      return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || exponent;
    };
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    std::string word(text_.substr(begin, at_ - begin));
    if (std::isdigit(static_cast<unsigned char>(word[0])) || word[0] == '.')
      return word.find_first_of(".eE") == word.npos ? word + ".0" : word;
    if (next() != '(') return word == "pi" ? "3.141592653589793" : word == "e" ? "2.718281828459045" : word;
    take();
    std::string inner = sum();
    take();
    if (word == "relu") return fmt::format("std::max(0.0, {})", inner);
    if (word == "sigmoid") return fmt::format("(1 / (1 + std::exp(-({}))))", inner);
    if (word == "square") return fmt::format("std::pow({}, 2)", inner);
    if (word == "sign") return fmt::format("double((({0}) > 0) - (({0}) < 0))", inner);
    return fmt::format("std::{}({})", word, inner);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// A weight's row and its bias, with the norm that follows the sums made part of both.
struct Unit {
  std::vector<double> weights;
  double bias;
};
Unit unit_of(Training& training, const NetworkLayer& layer, std::size_t number, std::int64_t unit) {
  const ParameterStore& store = training.store();
  const Tensor& weight = store.find(layer.path + ".weight")->value;
  const ParameterStore::Entry* bias = store.find(layer.path + ".bias");
  std::int64_t inputs = weight.shape()[1];
  Unit made{.bias = bias ? bias->value.at(unit) : 0};
  for (std::int64_t i = 0; i < inputs; ++i) made.weights.push_back(weight.at(unit * inputs + i));
  std::string norm = "norm" + std::to_string(number) + ".";
  if (const ParameterStore::Entry* mean = store.find(norm + "running_mean")) {
    constexpr double kEpsilon = 1e-5;  // of the word batch_norm
    double deviation = std::sqrt(store.find(norm + "running_var")->value.at(unit) + kEpsilon);
    double scale = store.find(norm + "weight")->value.at(unit) / deviation;
    for (double& w : made.weights) w *= scale;
    made.bias = (made.bias - mean->value.at(unit)) * scale + store.find(norm + "bias")->value.at(unit);
  }
  return made;
}

std::string layer_code(Training& training, std::size_t number) {
  const NetworkLayer& layer = training.network().layers[number - 1];
  std::string inputs = fmt::format("layer{}", layer.from.front());
  for (std::size_t i = 1; i < layer.from.size(); ++i)
    inputs = fmt::format("joined({}, layer{})", inputs, layer.from[i]);
  std::string rows;
  for (std::int64_t unit = 0; unit < layer.units; ++unit) {
    Unit made = unit_of(training, layer, number, unit);
    rows += fmt::format("      {{{{{:.9g}}}, {:.9g}}},\n", fmt::join(made.weights, ", "), made.bias);
  }
  return fmt::format(
      "  // {}: {} units of {}\n"
      "  Row layer{} = layer({}, {{\n{}  }}, [](double z) -> double {{ return {}; }});\n",
      layer.path, layer.units, layer.activation.empty() ? "sums alone" : layer.activation, number, inputs,
      rows, code_of(layer.activation));
}

// Of two classes one number, the second's less the first's; of more all of them.
std::string scores_code(std::int64_t classes, const char* scores) {
  return classes == 2 ? fmt::format("  Row layer1 = {{{0}[1] - {0}[0]}};\n", scores)
                      : fmt::format("  Row layer1 = {};\n", scores);
}

std::string row_code(const Tensor& values, std::int64_t row) {
  std::vector<double> numbers;
  for (std::int64_t i = 0; i < values.shape()[1]; ++i)
    numbers.push_back(values.at(row * values.shape()[1] + i));
  return fmt::format("{{{:.17g}}}", fmt::join(numbers, ", "));
}

std::string means_code(Training& training) {
  const Tensor& means = training.store().find("mean.weight")->value;
  std::string rows;
  for (std::int64_t label = 0; label < means.shape()[0]; ++label)
    rows += "      " + row_code(means, label) + ",\n";
  return "  // The nearest mean has the largest x m - m m / 2.\n"
         "  Row scores;\n"
         "  for (const Row& mean : std::vector<Row>{\n" +
         rows +
         "  }) {\n"
         "    double score = 0;\n"
         "    for (std::size_t i = 0; i < mean.size(); ++i) score += mean[i] * (layer0[i] - mean[i] / 2);\n"
         "    scores.push_back(score);\n"
         "  }\n" +
         scores_code(means.shape()[0], "scores");
}

// Horner's scheme, the highest power first.
std::string powers_code(Training& training) {
  std::vector<double> weights = weights_of_powers(training.store());
  std::reverse(weights.begin(), weights.end());
  return fmt::format(
      "  double y = 0;\n"
      "  for (double weight : Row{{{:.17g}}}) y = y * x + weight;\n"
      "  Row layer1 = {{y}};\n",
      fmt::join(weights, ", "));
}

std::string neighbours_code(Training& training) {
  const Tensor& points = training.features(true);
  const Tensor& labels = training.points().train.targets;
  std::string rows;
  for (std::int64_t i = 0; i < points.shape()[0]; ++i)
    rows += fmt::format("      {{{}, {}}},\n", row_code(points, i), std::int64_t(labels.at(i)));
  std::int64_t k = std::min(training.settings().k, points.shape()[0]);
  return "  // The nearest points vote; of equally near ones the earlier counts.\n"
         "  struct Point {\n"
         "    Row x;\n"
         "    std::size_t label;\n"
         "  };\n"
         "  const std::vector<Point> points = {\n" +
         rows +
         "  };\n"
         "  std::vector<std::pair<double, std::size_t>> near;\n"
         "  for (std::size_t p = 0; p < points.size(); ++p) {\n"
         "    double squares = 0;\n"
         "    for (std::size_t i = 0; i < layer0.size(); ++i)\n"
         "      squares += (layer0[i] - points[p].x[i]) * (layer0[i] - points[p].x[i]);\n"
         "    near.emplace_back(squares, p);\n"
         "  }\n" +
         fmt::format(
             "  std::partial_sort(near.begin(), near.begin() + {}, near.end());\n"
             "  Row votes({});\n"
             "  for (int i = 0; i < {}; ++i) votes[points[near[i].second].label] += 1;\n"
             "  for (double& vote : votes) vote = std::log(vote / {});\n",
             k, training.network().classes, k, k) +
         scores_code(training.network().classes, "votes");
}

}  // namespace

std::string cpp_program(Training& training) {
  const Settings& settings = training.settings();
  bool curve = settings.mode == "curve";
  const Network& network = training.network();
  std::string features;
  for (const std::string& formula : settings.features)
    features += (features.empty() ? "" : ", ") + Translator(formula).sum();
  if (settings.rule == kLeastSquares) features = "x";
  std::string layers;
  if (settings.rule == kNearestMean)
    layers = means_code(training);
  else if (settings.rule == kNeighbours)
    layers = neighbours_code(training);
  else if (settings.rule == kLeastSquares)
    layers = powers_code(training);
  else
    for (std::size_t k = 1; k <= network.layers.size(); ++k) layers += layer_code(training, k);
  std::string names;
  for (const std::string& name : training.points().classes)
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
  std::string answer;
  if (network.classes == 0)
    answer = "  std::cout << answer[0] << \"\\n\";\n";
  else if (network.classes == 2)
    answer = fmt::format(
        "  const char* names[] = {{{}}};\n"
        "  double chance = {};\n"
        "  std::cout << names[answer[0] > 0] << \" \" << (answer[0] > 0 ? chance : 1 - chance) << \"\\n\";\n",
        names,
        network.layers.back().activation == "tanh" ? "(answer[0] + 1) / 2"
                                                   : "1 / (1 + std::exp(-answer[0]))");
  else
    answer = fmt::format(
        "  const char* names[] = {{{}}};\n"
        "  auto best = std::max_element(answer.begin(), answer.end());\n"
        "  double sum = 0;\n"
        "  for (double score : answer) sum += std::exp(score - *best);\n"
        "  std::cout << names[best - answer.begin()] << \" \" << 1 / sum << \"\\n\";\n",
        names);
  return fmt::format(
      R"(// The network of a playground as it stood at step {step}, made by percept. Build and run it:
//   g++ -O2 -std=c++17 playground.cpp -o playground && ./playground {example}
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <vector>

using Row = std::vector<double>;

struct Unit {{
  Row weights;
  double bias;
}};

// a_j = f(b_j + sum_i w_ji x_i)
template <class F>
Row layer(const Row& x, const std::vector<Unit>& units, F f) {{
  Row out;
  for (const Unit& unit : units) {{
    double z = unit.bias;
    for (std::size_t i = 0; i < x.size(); ++i) z += unit.weights[i] * x[i];
    out.push_back(f(z));
  }}
  return out;
}}

[[maybe_unused]] Row joined(Row a, const Row& b) {{
  a.insert(a.end(), b.begin(), b.end());
  return a;
}}

Row network({arguments}) {{
{alias}  Row layer0 = {{{features}}};
{layers}  return layer{last};
}}

int main(int argc, char** argv) {{
  if (argc != {count}) {{
    std::cerr << "usage: " << argv[0] << " {places}\n";
    return 2;
  }}
  Row answer = network({read});
{answer}}}
)",
      fmt::arg("step", training.steps()), fmt::arg("example", curve ? "1.5" : "1.5 -2"),
      fmt::arg("arguments", curve ? "[[maybe_unused]] double x"
                                  : "[[maybe_unused]] double x1, [[maybe_unused]] double x2"),
      fmt::arg("alias", curve ? "  [[maybe_unused]] double x1 = x;\n" : ""), fmt::arg("features", features),
      fmt::arg("layers", layers), fmt::arg("last", network.layers.size()), fmt::arg("count", curve ? 2 : 3),
      fmt::arg("places", curve ? "X" : "X1 X2"),
      fmt::arg("read", curve ? "std::atof(argv[1])" : "std::atof(argv[1]), std::atof(argv[2])"),
      fmt::arg("answer", answer));
}

}  // namespace percept::lab
