// A trained network looked into: what it says of a picture, what every layer gives on the way, and how it
// does on some examples, layer by layer. Looking changes nothing: the network answers (Mode::infer).
#pragma once

#include <functional>
#include <optional>

#include "percept/metrics/confusion.hpp"
#include "percept/recipe/model.hpp"

namespace percept::recipe {

struct LayerOutput {
  std::string path, op;  // "3", "maxpool 2"
  Tensor output;         // f32, batch axis left out
};

/// One picture on its way through the network.
struct Inspection {
  Tensor image;                       // u8 [H, W, C]: what the network saw
  bool inverted = false;              // its colours were turned over, as its border asked
  std::vector<double> probabilities;  // by class
  std::vector<double> numbers;        // of a network that says numbers
  std::vector<LayerOutput> layers;    // the last is what the network says; none of a model without layers
};

struct ReviewedExample {
  std::int64_t index = 0;  // in the data set
  std::int64_t truth = 0, guess = 0;
  double probability = 0;  // of the guess
  double loss = 0;         // -log of the probability of the truth
};

/// The numbers that a layer gives for all the examples. A unit is a channel, or one number of a row.
struct LayerReview {
  std::string path, op;
  std::int64_t units = 0;
  std::int64_t dead = 0;                      // units that give 0 everywhere, for every example
  double mean = 0, deviation = 0, zeros = 0;  // zeros: their share
  double unit_mean = 0;                       // median over the units of |mean of the unit|
};

struct ParameterReview {
  std::string path;
  std::int64_t size = 0;
  double norm = 0;      // length of the parameter as one vector
  double gradient = 0;  // and of the gradient of the loss over the examples
};

struct NetReview {
  std::int64_t count = 0;
  double loss = 0, accuracy = 0;          // accuracy NaN where numbers are learnt
  metrics::ConfusionMatrix confusion;     // empty there, as are the examples
  std::vector<ReviewedExample> examples;  // in the order asked for
  std::vector<LayerReview> layers;
  std::vector<ParameterReview> parameters;  // those that are trained, as the network reads them
};

/// Not thread-safe. Whatever does not fit throws `Error`.
class Inspector {
 public:
  explicit Inspector(Model model);
  ~Inspector();

  const Model& model() const;
  /// Other weights for the same network, all of them: those of another step.
  void set_weights(const std::map<std::string, Tensor>& weights);

  /// A picture u8 [H, W, C] of any size: made grey or coloured, resized and turned over as `predict_files`
  /// does.
  Inspection inspect(const Tensor& picture);
  /// Examples of a data set, at most 10,000 of them. `goes_on` is told how many are done, batch after batch;
  /// where it says no, nothing is given.
  std::optional<NetReview> review(const data::Dataset& dataset, const std::vector<std::int64_t>& indices,
                                  const std::function<bool(std::int64_t)>& goes_on);
  /// All of them. A model without a gradient has no review.
  NetReview review(const data::Dataset& dataset, const std::vector<std::int64_t>& indices);

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

/// What a training has for others to open before it has a best epoch: the network of its recipe, with the
/// weights of its last checkpoint. Throws `Error` where the folder holds none.
Model open_checkpoint(const std::filesystem::path& folder);

}  // namespace percept::recipe
