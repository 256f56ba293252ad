// The network of a playground: its settings as a recipe, and where the recipe's layers hold what is looked
// at.
#pragma once

#include "percept/lab/settings.hpp"
#include "percept/recipe/network.hpp"

namespace percept::lab {

/// A layer with weights. Its recipe has a `linear`, perhaps a norm, an activation, perhaps a dropout.
struct NetworkLayer {
  std::string path;        // of its weights: hidden1
  std::string norm;        // path of its scales and shifts; empty: none
  std::string activation;  // a word of recipes; empty: none
  std::int64_t units = 0;
  std::vector<int> from;  // the layers that it reads: 0 the features
  int inputs = -1;        // places in what the recipe's layers give: what it reads (-1: the net's input), its
  int weighted = 0;       // weighted sums, those after the norm (the same where there is none), and what it
  int sums = 0;           // gives
  int outputs = 0;
};

struct Network {
  recipe::Recipe recipe;             // of its features, as the playground trains it
  std::vector<NetworkLayer> layers;  // the last is the output
  std::int64_t classes = 0;          // 0: values
  std::int64_t outputs = 0;          // of the data, as recipes count them
  /// What each of the recipe's layers gives.
  recipe::Layers trace;
};

/// Throws `Error` where the settings make no network.
Network make_network(const Settings& settings);

/// The same as a recipe of its own: with the formulas of its features, its data and its stop rule, good for
/// `percept train`. Throws `Error`.
recipe::Recipe whole_recipe(const Settings& settings);

/// The same as `percept train` learns it by the rule of the settings. Throws `Error`, also where such a rule
/// knows no formulas.
recipe::Recipe training_recipe(const Settings& settings);

/// The features [n, k] of places [n, 1 or 2]; `faulty` is the first that is not a finite number somewhere, -1
/// where all are.
struct Features {
  Tensor values;
  int faulty = -1;
};
Features make_features(const Settings& settings, const Tensor& places);
/// Their values; throws `Error` at "features.2" where one is not a finite number somewhere.
Tensor checked_features(const Settings& settings, const Tensor& places);
/// Throws `Error` at "features.2" where that is no formula.
void require_formulas(const Settings& settings);

}  // namespace percept::lab
