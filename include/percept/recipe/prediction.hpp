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

/// A picture as the network sees it.
struct SeenPicture {
  Tensor image;           // u8 [H, W, C] of its input
  Tensor planes;          // the same as f32 [1, C, H, W] in [0, 1], not normalised yet
  bool inverted = false;  // turned over
};
/// Makes a picture u8 [H, W, C] of any size grey where the network wants one channel, resizes it to its
/// input, and turns it over where it is black on white and the training images white on black. Throws `Error`
/// where the network takes no pictures.
SeenPicture see_picture(const Tensor& picture, const train::ModelCard& card);

/// What the network says of examples f32 [N, ...] that are not normalised yet: the probabilities of the
/// classes f32 [N, classes], or numbers f32 [N, K]. Throws `Error` where they do not fit it.
Tensor answer(Model& model, const Tensor& examples);

/// PNG or JPEG files of any size, each seen so. Throws `Error` where one cannot be read.
std::vector<Prediction> predict_files(Model& model, const std::vector<std::string>& files);
/// The first examples of a data set; without a split the test examples.
std::vector<Prediction> predict_examples(Model& model, const std::string& spec, std::int64_t first);

}  // namespace percept::recipe
