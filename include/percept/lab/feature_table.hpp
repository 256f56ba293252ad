// Hand-made features beside learned ones: the same linear head on pixels, edges, histograms of gradients, and
// the maps of a convolution layer, untrained and trained.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "percept/data/dataset.hpp"
#include "percept/data/normalization.hpp"
#include "percept/lab/image_features.hpp"

namespace percept::lab {

/// "pixels", "edges", "hog", "random", "learned": what there is to compare, in the table's order.
const std::vector<std::string>& feature_names();

/// Eight kernels of 5 x 5, a relu, and the largest of every 2 x 2: what is learnt, or left as it was drawn.
inline constexpr std::int64_t kLearnedKernels = 8, kLearnedSide = 5;

/// What is compared, and how long it is trained.
struct FeaturePlan {
  std::string data = "digits";  // SPEC of images with classes
  std::int64_t epochs = 5;      // of the head, and before it of the small network; 1 to 1000
  std::int64_t train = 10'000;  // examples at most, drawn from every class alike; 0: all
  std::int64_t seeds =
      1;  // 1 to 100, from `seed` upwards: of weights and order; the examples stay those of `seed`
  std::uint64_t seed = 0;
  std::vector<std::string> features = feature_names();
};

/// One kind of features under the linear head.
struct FeatureRow {
  std::string name;
  std::int64_t features = 0, parameters = 0;  // numbers an image, and weights of the head
  std::vector<double> train, test;            // accuracy, one a seed
  double seconds = 0;  // of all seeds: making the features, training what makes them, and the head
  template <class V>
  void fields(V& v) {
    v("name", name, "a name of feature_names");
    v("features", features, "numbers an image");
    v("parameters", parameters, "of the linear head");
    v("train", train, "accuracy on the training examples, one a seed");
    v("test", test, "and on the test examples");
    v("seconds", seconds, "of all seeds");
  }
};
double mean(const std::vector<double>& values);

/// What is being done just now.
struct FeatureStep {
  std::string name;
  std::int64_t seed = 0, epoch = 0, epochs = 0;  // the seed and the epochs that are behind it
  bool network = false;                          // the small network is trained, not yet the head
};

/// The layer whose maps are the features "random" and "learned".
struct LearnedLayer {
  Tensor weight, bias;                // f32 [8, 1, 5, 5], f32 [8]
  data::Normalization normalization;  // of the images in front of it
  /// Behind the relu, f32 [N, 8, H - 4, W - 4]; pooled, f32 [N, 8 ((H - 4) / 2) ((W - 4) / 2)].
  Tensor maps(const Tensor& images, bool pooled) const;
};

/// Images made grey and their labels, held in memory.
struct GreyImages {
  Tensor images;  // f32 [N, 1, H, W], 0 to 1
  Tensor labels;  // i64 [N]
};

/// Opens the data when it is made, and throws `Error` where it holds no images with classes, images smaller
/// than 12 pixels, or too many numbers. Not thread-safe.
class FeatureTable {
 public:
  explicit FeatureTable(FeaturePlan plan);

  /// Trains the heads, row after row. `finished` is called after each, `step` before each epoch. Where `stop`
  /// turns true, the rows that were finished until then are given back.
  std::vector<FeatureRow> run(const std::function<void(const FeatureStep&)>& step,
                              const std::function<void(const FeatureRow&)>& finished,
                              const std::atomic<bool>* stop = nullptr);

  const FeaturePlan& plan() const { return plan_; }
  const GreyImages& train() const { return train_; }
  const GreyImages& test() const { return test_; }
  const std::vector<std::string>& classes() const { return classes_; }
  const HogOptions& hog() const { return hog_; }
  /// Of the first seed, once its row is done: "random" and "learned".
  const std::map<std::string, LearnedLayer>& layers() const { return layers_; }

 private:
  struct Run;
  Tensor features(const std::string& name, const GreyImages& images, const LearnedLayer* layer) const;

  FeaturePlan plan_;
  GreyImages train_, test_;
  std::vector<std::string> classes_;
  data::Normalization normalization_;
  HogOptions hog_;
  std::map<std::string, LearnedLayer> layers_;
};

}  // namespace percept::lab
