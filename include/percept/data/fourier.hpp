// The discrete Fourier transform of a picture.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace percept::data {

/// X(u, v) = sum over r, c of x(r, c) exp(-2 pi i (u r / height + v c / width)), row by row. Requires height
/// and width from 1 to 2^14. Thread-safe.
std::vector<std::complex<double>> fourier(const std::vector<double>& picture, std::int64_t height,
                                          std::int64_t width);

}  // namespace percept::data
