// Models that learn without a gradient: Rosenblatt's perceptron, the nearest mean, the votes of neighbours,
// and least squares, which finds the polynomial of a curve in one step.
#pragma once

#include <span>

#include "network.hpp"
#include "percept/lab/picture.hpp"
#include "percept/runtime/parameter_store.hpp"
#include "points.hpp"

namespace percept::lab {

inline constexpr const char *kGradient = "gradient", *kPerceptron = "perceptron",
                            *kNearestMean = "nearest_mean", *kNeighbours = "knn",
                            *kLeastSquares = "least_squares";
std::span<const std::string_view> rule_names();
/// How a model of the menu learns.
std::string rule_of(const std::string& model);
/// Whether it can learn data of so many classes; 0: values.
bool rule_fits(const std::string& rule, std::int64_t classes);
/// Whether what is known follows from the points that have been seen: all but weights that take steps.
bool is_memory(const std::string& rule);

/// The one layer of such a memory, and the recipe that `percept train` knows it by. Of two classes it gives
/// one number, the second's score less the first's.
void make_memory(const Settings& settings, std::int64_t examples, Network& network);
/// Sets what it knows of the points `seen`, in their order. A class of which none has been seen has its mean
/// so far away that nothing is near it.
void remember(const Settings& settings, const Tensor& features, const Half& points,
              std::span<const std::int64_t> seen, ParameterStore& store);
/// Of a class that has been seen.
std::vector<double> mean_of(std::int64_t label, const ParameterStore& store);
/// From the features of `probe` to the means, or to the nearest points and what they vote for.
void probe_memory(const Settings& settings, const Tensor& features, const Half& points,
                  std::span<const std::int64_t> seen, const ParameterStore& store, std::int64_t classes,
                  Probe& probe);
/// w0, w1 ... of y = w0 + w1 x + w2 x^2 ... by least squares over all points, as `percept train` finds them:
/// in f64, by QR. Throws `Error` at "degree" where the points leave them open, or their powers overflow.
std::vector<double> solved_weights(const Settings& settings, const Half& points);
/// Those in the store: 0 before the one step.
std::vector<double> weights_of_powers(const ParameterStore& store);
/// How many of the points seen are of each class.
std::vector<std::int64_t> count_seen(const Half& points, std::span<const std::int64_t> seen,
                                     std::int64_t classes);

/// One step of the perceptron's rule on one point, with z = w x + b of each unit: where that says a wrong
/// class, x is added to the right one's weights and taken from the other's, as 1 is to and from the biases.
StepLook learn_by_perceptron(std::span<const float> x, std::int64_t label, ParameterStore& store);

/// The model as recipes name it; requires a rule other than the gradient.
classic::AnyConfig classic_of(const Settings& settings, std::int64_t examples);

}  // namespace percept::lab
