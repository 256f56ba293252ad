// Augmentation: each image is changed a little, differently in every epoch, before it is learnt from. What is
// done is written in words, {"shift 2", "rotate 10", "flip"}, in the order in which it is done.
//
// A draw depends on the seed, the word with its place in the list, the epoch and the number of the example
// alone: never on the number of workers or the size of the batch.
#pragma once

#include <string>
#include <vector>

#include "percept/data/dataset.hpp"

namespace percept::data {

/// How a word is written and what it does, in the reader's language.
struct AugmentationDoc {
  std::string form, doc;
};
std::vector<AugmentationDoc> augmentation_docs();

/// Throws `Error`, its place the number of the word, where one is none.
void require_augmentation(const std::vector<std::string>& words);
/// The same, and where one does not fit the examples: colour for grey images, a window larger than the image.
void require_augmentation(const std::vector<std::string>& words, const Dataset& dataset);

}  // namespace percept::data
