// How each source is opened.
#pragma once

#include "percept/data/spec.hpp"

namespace percept::data {

Result<DatasetPtr> open_digits(const Spec& spec);
Result<DatasetPtr> open_shapes(const Spec& spec);
Result<DatasetPtr> open_mnist(const Spec& spec);

/// The part of a training set that `split` asks for: all of it, or for `val` its last tenth.
DatasetPtr part_of_training_set(DatasetPtr train, Split split);

}  // namespace percept::data
