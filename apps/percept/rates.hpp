// What this machine can do at best, to judge by it what a network's nodes take.
#pragma once

#include <chrono>
#include <map>
#include <utility>

#include "percept/kernels/kernel.hpp"

namespace percept::cli {

/// Measured when first asked for, each for so long.
class Rates {
 public:
  explicit Rates(std::chrono::milliseconds each) : each_(each) {}

  /// GFLOP/s of the fastest of a wide convolution and a wide product of matrices, each computed as it is
  /// defined: so a fast algorithm can do better than that.
  double gflops(Precision precision, int threads);
  /// The least milliseconds for so many operations and bytes: that of the operations at the best rate, or of
  /// reading the bytes from where they lie after they were read before, whichever is longer.
  double floor(double operations, double bytes, Precision precision, int threads);

 private:
  double reading(double bytes, int threads);

  std::chrono::milliseconds each_;
  std::map<std::pair<Precision, int>, double> gflops_;
  std::map<std::pair<int, int>, double> reading_;  // milliseconds for 2^i bytes
};

}  // namespace percept::cli
