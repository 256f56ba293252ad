// What a page is shown of a network's review: rows of layers, pictures of examples, a parameter's histogram.
#pragma once

#include "percept/lab/run_review.hpp"

namespace percept::lab {

using Weights = std::map<std::string, Tensor>;

/// Of each parameter the length of what a step changed: |after - before| / steps.
std::map<std::string, double> update_lengths(const Weights& before, const Weights& after, std::int64_t steps);

/// With their pictures, where the set has pictures of one or three channels.
std::vector<ReviewedImage> images_of(const data::Dataset& dataset,
                                     const std::vector<recipe::ReviewedExample>& examples);

ParameterHistogram histogram_of(const std::string& path, const Tensor& values);

}  // namespace percept::lab
