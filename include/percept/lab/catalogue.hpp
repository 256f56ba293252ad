// What there is to choose from in a playground, with its words in both languages.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept::lab {

/// A data set of the playground.
struct DataKind {
  std::string_view name;
  std::string_view mode;  // plane or curve
  std::int64_t classes;   // 0: values
  bool usual_domain;      // drawn from -6 to 6, as Playground's; else as far as its points reach
};
std::span<const DataKind> data_kinds();
const DataKind* find_data(std::string_view name);

/// An activation: a layer word of recipes, with its formulas as TeX.
struct ActivationKind {
  std::string_view name, formula, derivative;
};
std::span<const ActivationKind> activation_kinds();

/// A loss of recipes; `tanh`: its output goes through tanh, for it compares with -1 and 1.
struct LossKind {
  std::string_view name, formula;
  bool of_numbers, of_two, of_many;  // fits values, two classes (one output), more classes
  bool tanh;
  bool fits(std::int64_t classes) const {
    return classes == 0 ? of_numbers : classes == 2 ? of_two : of_many;
  }
};
std::span<const LossKind> loss_kinds();
const LossKind* find_loss(std::string_view name);
/// The loss with which a playground of so many classes (0: values) begins.
std::string usual_loss(std::int64_t classes);

/// The models of the menu.
std::span<const std::string_view> model_names();

/// How weights can begin: init= of the layer `linear`.
std::span<const std::string_view> initial_kinds();

/// A field of an optimiser or a schedule, with the value it has where nobody sets it.
struct FieldChoice {
  std::string name;
  Message doc;
  std::variant<double, bool, std::string, std::vector<std::int64_t>> value;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("doc", doc, "");
    v("value", value, "");
  }
};

struct Choice {
  std::string name;
  Message title, doc;
  std::vector<FieldChoice> own;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("title", title, "");
    v("doc", doc, "");
    v("fields", own, "");
  }
};

struct DataChoice : Choice {
  std::string mode, task;
  std::int64_t classes = 0;
  template <class V>
  void fields(V& v) {
    Choice::fields(v);
    v("mode", mode, R"("plane" | "curve")");
    v("task", task, R"("classification" | "regression")");
    v("classes", classes, "");
  }
};

struct ActivationChoice : Choice {
  std::string formula, derivative;
  std::vector<double> x, y, slope;
  template <class V>
  void fields(V& v) {
    Choice::fields(v);
    v("formula", formula, "TeX, of z");
    v("derivative", derivative, "");
    v("x", x, "places of its curve");
    v("y", y, "");
    v("slope", slope, "");
  }
};

struct LossChoice : Choice {
  std::string task, formula;
  bool two = false, many = false;
  template <class V>
  void fields(V& v) {
    Choice::fields(v);
    v("task", task, R"("classification" | "regression")");
    v("formula", formula, "TeX");
    v("two", two, "fits two classes");
    v("many", many, "fits more");
  }
};

/// A curve of the slope tab.
struct CurveChoice {
  std::string name, formula;
  double left = 0, right = 0, start = 0, rate = 0, momentum = 0;
  Message words;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("formula", formula, "");
    v("left", left, "");
    v("right", right, "");
    v("start", start, "");
    v("rate", rate, "");
    v("momentum", momentum, "");
    v("words", words, "");
  }
};

/// What there is to choose from, for pages.
struct Catalogue {
  std::vector<DataChoice> data;
  std::vector<ActivationChoice> activations;
  std::vector<LossChoice> losses;
  std::vector<Choice> models, optimizers, schedules, initials;
  std::vector<std::string> features;
  std::vector<CurveChoice> curves;
  std::string version;
  template <class V>
  void fields(V& v) {
    v("data", data, "");
    v("activations", activations, "");
    v("losses", losses, "");
    v("models", models, "");
    v("optimizers", optimizers, "");
    v("schedules", schedules, "");
    v("initials", initials, "");
    v("features", features, "formulas offered; others can be typed");
    v("curves", curves, "of the slope tab");
    v("version", version, "");
  }
};
Catalogue make_catalogue();

}  // namespace percept::lab
