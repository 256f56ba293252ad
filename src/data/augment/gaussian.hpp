// Smoothing with a Gaussian, separably: g_k = e^(-k^2 / 2 sigma^2) / sum, |k| <= 3 sigma.
#pragma once

#include "step.hpp"

namespace percept::data::augment {

/// What lies beyond the border of a plane.
enum class Border { zeros, replicate };

/// The 2r + 1 weights, r = ceil(3 sigma); sigma > 0.
void gaussian(double sigma, std::vector<float>& kernel);

/// Smooths a plane in place by rows and columns; `padded` is a buffer.
void smooth(float* plane, std::int64_t height, std::int64_t width, std::span<const float> kernel,
            Border border, std::vector<float>& padded);

}  // namespace percept::data::augment
