#include "models.hpp"

#include <fmt/format.h>

#include "percept/lab/catalogue.hpp"
#include "rules.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kUsualDegree = 3;

std::int64_t most_degree(const std::string& mode) { return mode == "curve" ? 9 : 4; }

// (x/6)^3: the inputs reach from -6 to 6, and their powers should not reach further than they do.
std::string power(const std::string& input, std::int64_t exponent) {
  std::string scaled = fmt::format("({}/6)", input);
  return exponent == 1 ? scaled : fmt::format("{}^{}", scaled, exponent);
}

std::vector<std::string> powers(const std::string& mode, std::int64_t degree) {
  std::vector<std::string> all;
  for (std::int64_t sum = 1; sum <= degree; ++sum) {
    if (mode == "curve") {
      all.push_back(power("x", sum));
      continue;
    }
    for (std::int64_t second = 0; second <= sum; ++second) {
      std::string first = sum > second ? power("x1", sum - second) : "";
      all.push_back(first + (second > 0 && sum > second ? "*" : "") +
                    (second > 0 ? power("x2", second) : ""));
    }
  }
  return all;
}

std::vector<std::string> plain(const std::string& mode) {
  return mode == "curve" ? std::vector<std::string>{"x"} : std::vector<std::string>{"x1", "x2"};
}

}  // namespace

std::int64_t degree_of(const Settings& settings) {
  for (std::int64_t degree = 1; degree <= most_degree(settings.mode); ++degree)
    if (settings.features == powers(settings.mode, degree)) return degree;
  return 0;
}

std::string model_of(const Settings& settings) {
  if (!settings.layers.empty()) return "network";
  if (settings.rule != kGradient && settings.rule != kLeastSquares) return settings.rule;
  return degree_of(settings) > 0 ? "polynomial" : "linear";
}

bool is_solvable(const Settings& settings) {
  return settings.mode == "curve" && settings.layers.empty() &&
         (degree_of(settings) > 0 || settings.features == plain(settings.mode));
}

void drop_unfit_solver(Json& settings) {
  if (settings["rule"] != kLeastSquares) return;
  bool known = settings["features"] == Json(plain("curve"));
  for (std::int64_t degree = 1; degree <= most_degree("curve"); ++degree)
    known |= settings["features"] == Json(powers("curve", degree));
  if (settings["mode"] != "curve" || !known) settings["rule"] = kGradient;
}

void forget_rule(Settings& settings) {
  Settings usual;
  settings.optimizer = usual.optimizer;
  settings.initial = usual.initial;
  settings.batch = usual.batch;
  settings.rule = usual.rule;
}

void choose_degree(Json& settings, const Json& degree) {
  std::string mode = settings["mode"];
  if (!degree.is_number_integer()) wrong_type("degree", "lab.type.whole");
  require_range("degree", degree.get<double>(), 1, double(most_degree(mode)));
  settings["features"] = powers(mode, degree.get<std::int64_t>());
}

void choose_model(Json& settings, const std::string& name) {
  std::vector<std::string> known;
  for (std::string_view each : model_names()) known.emplace_back(each);
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw Error(unknown_word(Problem("lab.unknown_word", {{"field", "model"}, {"word", name}}), name, known)
                    .at("model"));
  Settings first;
  Json usual = JsonWriter::written(first);
  std::string mode = settings["mode"];
  // What one model asks for does not stay with the next.
  bool solved = settings["rule"] == kLeastSquares && (name == "linear" || name == "polynomial");
  bool perceptron = (settings["rule"] != kGradient && settings["rule"] != kLeastSquares) ||
                    settings["loss"] == "perceptron_loss";
  bool polynomial = false;
  for (std::int64_t degree = 1; degree <= most_degree(mode); ++degree)
    polynomial |= settings["features"] == Json(powers(mode, degree));
  if (perceptron || (polynomial && settings["optimizer"]["name"] == "adam"))
    settings["optimizer"] = usual["optimizer"];
  if (perceptron) {
    for (const char* field : {"initial", "batch"}) settings[field] = usual[field];
    settings["loss"] = "";  // the data choose
  }
  if (name == "network") {
    if (settings["layers"].empty()) settings["layers"] = usual["layers"];
  } else {
    settings["layers"] = Json::array();
  }
  settings["features"] = plain(mode);
  settings["rule"] = solved ? kLeastSquares : rule_of(name);
  if (name == "polynomial") {
    choose_degree(settings, kUsualDegree);
    settings["optimizer"] = {{"name", "adam"}, {"lr", 0.03}};
  }
  if (is_memory(rule_of(name))) settings["batch"] = 1;
  if (name == "perceptron") {
    settings["loss"] = "perceptron_loss";
    settings["optimizer"] = {{"name", "sgd"}, {"lr", 1}};
    settings["batch"] = 1;
    settings["initial"] = "zeros";
  }
}

}  // namespace percept::lab
