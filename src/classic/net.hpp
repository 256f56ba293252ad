// What nets and trainings of this folder share.
#pragma once

#include "percept/classic/models.hpp"

namespace percept::classic {

// Paths of the parameters.
inline constexpr const char *kWeight = "response.weight", *kBias = "response.bias", *kMeans = "mean.weight",
                            *kPoints = "examples.points", *kLabels = "examples.labels",
                            *kPowers = "polynomial.weight";

/// What `numbers` of the config says; real for a config without it.
std::string numbers_of(const AnyConfig& config);
/// What 1 of the data is in features: 255 for bytes.
double scale_of(const AnyConfig& config);
/// What a model sees of x [N, ...]: f64 [N, D], whole where the numbers are.
Value features_of(const AnyConfig& config, Value x);

}  // namespace percept::classic
