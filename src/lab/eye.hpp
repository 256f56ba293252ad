// Looks at a training without changing it: programs of its own over the same weights.
#pragma once

#include "percept/lab/picture.hpp"
#include "training.hpp"

namespace percept::lab {

/// The part of the plane that is drawn; of a curve the heights are those of its points.
struct Domain {
  double left = -6, right = 6, bottom = -6, top = 6;
};

/// Not thread-safe.
class Eye {
 public:
  explicit Eye(Training& training) : training_(training) {}

  const Domain& domain();
  /// The maps of the output and of the units.
  void add_maps(const View& view, std::vector<Blob>& blobs);
  /// Weights and biases of every layer.
  void add_weights(std::vector<Blob>& blobs) const;
  /// Gradients on the training points: their lengths, where `view` wants them all their numbers, and which
  /// units are dead.
  void add_gradients(const View& view, std::vector<Blob>& blobs);
  /// Which points are misjudged, and of classes which are taken for which.
  void add_judgement(std::vector<Blob>& blobs);
  void add_points(std::vector<Blob>& blobs) const;
  /// The plane's grid, and the training points, as two units of a layer see them. Throws `Error` where there
  /// are no such units.
  void add_warp(std::int64_t layer, const std::vector<std::int64_t>& units, std::vector<Blob>& blobs);
  /// How many points of each class a nearest mean has seen, and where their mean is.
  void add_means(std::vector<Blob>& blobs) const;
  /// What a perceptron has counted, and Novikoff's bound of it.
  std::optional<Mistakes> mistakes();
  /// Throws `Error` where the target is none.
  Probe probe(double x1, double x2, std::optional<double> target);

 private:
  void look_again();
  Tensor grid(std::int64_t side);
  const Tensor& grid_features(std::int64_t side);
  Program& outputs();
  Program& slopes();
  Program& gradients(bool all);
  std::vector<std::uint8_t> judged(bool train, std::vector<float>* confusion);

  Training& training_;
  std::uint64_t generation_ = ~std::uint64_t(0);
  Domain domain_;
  std::map<std::int64_t, Tensor> grids_;  // features, by the side
  std::optional<Program> outputs_, slopes_, gradients_, probe_;
  std::optional<Mistakes> bound_;         // without what is counted
  std::map<std::string, Tensor> before_;  // weights at the last look
};

}  // namespace percept::lab
