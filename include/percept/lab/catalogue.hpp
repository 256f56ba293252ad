// What there is to choose from in a playground, with its words in both languages.
#pragma once

#include <span>
#include <string>
#include <string_view>
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

/// How weights can begin: init= of the layer `linear`.
std::span<const std::string_view> initial_kinds();

/// The whole as JSON, as the pages read it (web/src/protocol.ts, Catalogue).
std::string catalogue_json();

}  // namespace percept::lab
