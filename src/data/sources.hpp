// How each source is opened.
#pragma once

#include "percept/data/spec.hpp"

namespace percept::data {

Result<DatasetPtr> open_digits(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_shapes(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_mnist(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_fashion_mnist(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_cifar10(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_cifar100(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_points(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_bishop(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_square(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_folder(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_csv(const Spec& spec, const OpenOptions& options);
Result<DatasetPtr> open_wav(const Spec& spec, const OpenOptions& options);

/// The part that `split` asks for of a training set beside which test examples stand: all of it, or for `val`
/// its last tenth.
DatasetPtr part_of_training_set(DatasetPtr train, Split split);
/// The problem of a generated set to which a folder was given.
Problem no_directory(const Spec& spec);

}  // namespace percept::data
