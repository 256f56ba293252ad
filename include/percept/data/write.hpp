// Data sets as files that other programs read too.
#pragma once

#include <filesystem>
#include <string>

#include "percept/base/result.hpp"
#include "percept/data/dataset.hpp"

namespace percept::data {

/// A set of labelled images as FOLDER/CLASS/00000.png, ... Folders are made. Throws `Error` where the set
/// holds no such images.
Result<> write_pictures(const Dataset& dataset, const std::filesystem::path& folder);
/// As FOLDER/PREFIX-images-idx3-ubyte and FOLDER/PREFIX-labels-idx1-ubyte, as MNIST is; of colour images
/// [N, C, H, W].
Result<> write_idx(const Dataset& dataset, const std::filesystem::path& folder, const std::string& prefix);
/// A set of features as CSV with a header: a column for each feature (two are called x and y), then the class
/// or what is to be predicted. Throws `Error` where the set holds no features.
Result<> write_csv(const Dataset& dataset, const std::filesystem::path& file);

}  // namespace percept::data
