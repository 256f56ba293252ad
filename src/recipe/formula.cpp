#include "formula.hpp"

#include <cctype>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>

#include "percept/base/spelling.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"

namespace percept::recipe {
namespace {

constexpr std::size_t kLongest = 200;
constexpr int kDeepest = 32;

struct Function {
  const char* name;
  Value (*of)(Value x);
};

constexpr Function kFunctions[] = {
    {"sin", [](Value x) { return sin(x); }},         {"cos", [](Value x) { return cos(x); }},
    {"tan", [](Value x) { return tan(x); }},         {"exp", [](Value x) { return exp(x); }},
    {"log", [](Value x) { return log(x); }},         {"sqrt", [](Value x) { return sqrt(x); }},
    {"abs", [](Value x) { return abs(x); }},         {"sign", [](Value x) { return sign(x); }},
    {"tanh", [](Value x) { return tanh(x); }},       {"relu", [](Value x) { return relu(x); }},
    {"sigmoid", [](Value x) { return sigmoid(x); }}, {"square", [](Value x) { return square(x); }},
};

class Reader {
 public:
  Reader(std::string_view text, const std::vector<std::pair<std::string, Value>>& variables)
      : text_(text), variables_(variables) {}

  Value read() {
    if (text_.size() > kLongest)
      throw Error(Problem("recipe.formula.long", {{"most", kLongest}}).about(shown()));
    Value value = sum();
    if (!ended()) fail("recipe.formula.unexpected");
    return value;
  }

 private:
  Value sum() {
    Value value = product();
    for (;;) {
      if (take('+'))
        value = value + product();
      else if (take('-'))
        value = value - product();
      else
        return value;
    }
  }

  Value product() {
    Value value = factor();
    for (;;) {
      if (take('*'))
        value = value * factor();
      else if (take('/'))
        value = value / factor();
      else
        return value;
    }
  }

  Value factor() {
    if (++depth_ > kDeepest) throw Error(Problem("recipe.formula.deep", {{"most", kDeepest}}).about(shown()));
    Value value = take('-') ? -factor() : power();
    --depth_;
    return value;
  }

  Value power() {
    Value base = atom();
    if (!take('^')) return base;
    // A known exponent keeps the gradient free of logarithms: of a negative base there is none.
    std::size_t begin = at_;
    skip();
    bool negative = take('-');
    if (std::optional<double> exponent = number()) return pow(base, negative ? -*exponent : *exponent);
    at_ = begin;
    return pow(base, factor());
  }

  Value atom() {
    skip();
    if (std::optional<double> value = number()) return filled(*value);
    std::string name = word();
    if (!name.empty()) return named(name);
    if (!take('(')) fail(ended() ? "recipe.formula.end" : "recipe.formula.unexpected");
    return closed();
  }

  Value closed() {
    Value value = sum();
    if (!take(')')) fail("recipe.formula.bracket");
    return value;
  }

  Value named(const std::string& name) {
    for (const auto& [variable, value] : variables_)
      if (name == variable) return value;
    if (name == "pi") return filled(std::numbers::pi);
    if (name == "e") return filled(std::numbers::e);
    for (const Function& function : kFunctions) {
      if (name != function.name) continue;
      if (!take('(')) fail("recipe.formula.call");
      return function.of(closed());
    }
    std::vector<std::string> known = formula_functions();
    for (auto variable = variables_.rbegin(); variable != variables_.rend(); ++variable)
      known.insert(known.begin(), variable->first);
    throw Error(
        unknown_word(Problem("recipe.formula.unknown", {{"name", name}}).about(shown()), name, known));
  }

  // A number has the shape of a variable, so that a formula of numbers alone is a feature too.
  Value filled(double number) { return ones_like(variables_.front().second) * number; }

  std::optional<double> number() {
    if (at_ >= text_.size() || !(std::isdigit(byte()) || text_[at_] == '.')) return std::nullopt;
    double value = 0;
    auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc() || !std::isfinite(float(value))) fail("recipe.formula.number");
    at_ = std::size_t(end - text_.data());
    return value;
  }

  std::string word() {
    std::size_t begin = at_;
    if (at_ < text_.size() && std::isalpha(byte()))
      while (at_ < text_.size() && (std::isalnum(byte()) || text_[at_] == '_')) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  unsigned char byte() const { return static_cast<unsigned char>(text_[at_]); }
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool ended() { return skip(), at_ >= text_.size(); }
  bool take(char c) {
    if (ended() || text_[at_] != c) return false;
    return ++at_, true;
  }
  std::string shown() const { return std::string(text_.substr(0, kLongest)); }
  [[noreturn]] void fail(const char* id) {
    throw Error(Problem(id, {{"column", std::min(at_, text_.size()) + 1}})
                    .about(shown())
                    .with_hint("recipe.formula.hint", {{"functions", joined(formula_functions())}}));
  }

  std::string_view text_;
  const std::vector<std::pair<std::string, Value>>& variables_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Value formula_value(std::string_view formula, const std::vector<std::pair<std::string, Value>>& variables) {
  return Reader(formula, variables).read();
}

std::vector<std::string> formula_functions() {
  std::vector<std::string> names;
  for (const Function& function : kFunctions) names.emplace_back(function.name);
  return names;
}

}  // namespace percept::recipe
