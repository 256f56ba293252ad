// What a trained network says of images.
#pragma once

#include <optional>

#include "percept/recipe/model.hpp"

namespace percept::recipe {

struct Guess {
  std::string label;
  double probability = 0;
};

struct Prediction {
  std::string file;                  // or the example: digits:test#3
  std::vector<Guess> top;            // the most probable classes, the first the answer; five at most
  std::vector<double> numbers;       // of a network that says numbers
  std::optional<std::string> truth;  // where it is known
  std::vector<double> true_numbers;
  bool inverted = false;  // its colours were turned over, as its border asked
  Tensor image;           // u8 [H, W, C]: what the network saw, where that was an image
};

/// White ink on black, or black ink on white: whether an image's border is bright where that of the training
/// images is dark, or the other way round.
bool is_inverted(double border, double training_border);

/// PNG or JPEG files of any size: made grey where the network wants one channel, resized to its input, and
/// turned over where they are black on white and the training images white on black. Throws `Error` where one
/// cannot be read.
std::vector<Prediction> predict_files(Model& model, const std::vector<std::string>& files);
/// The first examples of a data set; without a split the test examples.
std::vector<Prediction> predict_examples(Model& model, const std::string& spec, std::int64_t first);

}  // namespace percept::recipe
