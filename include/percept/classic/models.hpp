// The models before gradient descent, as a recipe names them: [model] kind = "perceptron". Each ends in a net
// like any other, which is evaluated, planned and exported; only how it learns is its own.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "percept/train/training.hpp"

namespace percept::classic {

// What the features are taken for. Whole numbers make a model exact: bytes are images, whose 1 is 255.
inline constexpr const char* kBytes = "bytes";
inline constexpr const char* kWhole = "whole";
inline constexpr const char* kReal = "real";
inline constexpr const char* kNumbersDoc =
    "what the features are counted in: bytes (images), whole or real; left out: as the examples are";

/// Rosenblatt's perceptron, see perceptron.hpp. Learns the examples in their own order.
struct PerceptronConfig {
  static constexpr const char* kName = "perceptron";
  bool shuffle = false;
  std::string numbers;
  template <class V>
  void fields(V& v) {
    v("shuffle", shuffle, "a new order of the examples in every epoch");
    v("numbers", numbers, kNumbersDoc);
  }
};

/// The Mark I: 20 x 20 photocells, association units with random wires of +1 and -1 to some of them, and
/// response units that learn as perceptrons.
struct MarkOneConfig {
  static constexpr const char* kName = "mark1";
  std::int64_t units = 512;
  std::int64_t connections = 10;
  bool shuffle = false;
  template <class V>
  void fields(V& v) {
    v("units", units, "association units");
    v("connections", connections, "photocells that each of them is wired to");
    v("shuffle", shuffle, "a new order of the examples in every epoch");
  }
};

/// The nearest mean, see nearest_mean.hpp; of equally near classes the first.
struct NearestMeanConfig {
  static constexpr const char* kName = "nearest-mean";
  std::string numbers;
  template <class V>
  void fields(V& v) {
    v("numbers", numbers, kNumbersDoc);
  }
};

/// The k nearest examples vote: of equally near ones the earlier counts, of equal votes the first class.
struct NeighboursConfig {
  static constexpr const char* kName = "knn";
  std::int64_t k = 3;
  std::string numbers;
  template <class V>
  void fields(V& v) {
    v("k", k, "neighbours that vote");
    v("numbers", numbers, kNumbersDoc);
  }
};

/// A sum of powers of each feature, by least squares: y = w0 + w1 x + w2 x^2 + ..., without products of two
/// features. Degree 1 is linear regression. See least_squares.hpp.
struct PolynomialConfig {
  static constexpr const char* kName = "polynomial";
  std::int64_t degree = 3;
  double ridge = 0;
  template <class V>
  void fields(V& v) {
    v("degree", degree, "the highest power of a feature: 1 is a straight line");
    v("ridge", ridge, "so much of the sum of w^2, w0 included, is added to the sum of the squared errors");
  }
};

using AnyConfig =
    std::variant<PerceptronConfig, MarkOneConfig, NearestMeanConfig, NeighboursConfig, PolynomialConfig>;

/// Whether it goes through the examples more than once.
bool has_epochs(const AnyConfig& config);

inline constexpr std::int64_t kRetina = 20;  // photocells in a row of the Mark I

/// Says what the features are taken for, where the config does not yet, by all examples that the options
/// give. Throws `Error` where it says what they are not.
void settle_numbers(AnyConfig& config, const data::DatasetPtr& dataset, const data::LoaderOptions& options);

/// Scores of the classes, the largest of which answers: sums less the largest, minus half the squared
/// distance to the means, or the logarithm of the share of votes. A perceptron of two classes gives one sum.
/// A polynomial gives its values. `outputs` are classes or values, and `examples` how many a knn keeps.
/// Throws `Error` when traced where the input does not fit.
train::Net make_net(const AnyConfig& config, std::int64_t outputs, std::int64_t examples);

/// The share of wrong answers; of a polynomial the mean squared error.
train::Loss loss_of(const AnyConfig& config);

/// Learns by the model's own rule. Of the config the loader, epochs, metrics, watch, patience and seed count.
/// Throws `Error` where the examples teach numbers, or to a polynomial classes; where a class that needs
/// examples has none; and where the examples leave a polynomial's weights open.
std::unique_ptr<train::Training> make_training(const AnyConfig& model, ParameterStore& store,
                                               const train::DataSets& data, train::TrainerConfig config);

}  // namespace percept::classic
