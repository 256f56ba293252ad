// Gradient descent on the numbers of a kernel, by the engine's own convolution, gradient and optimisers.
#pragma once

#include "percept/lab/kernel_learning.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {

/// What a kernel of one size is to make of what: each of N channels by itself.
struct KernelPair {
  Tensor input;   // f32 [N, 1, H, W]
  Tensor target;  // f32 [N, 1, h, w], the valid convolution's size
};

/// The parts of both pictures, f32 [C, H, W], in which a kernel of that size sees no border and the target
/// has a number. A target smaller than the input by m - 1 pixels was made by a kernel of m; the middles of
/// the two kernels meet. Throws `Error` where the sizes do not fit.
KernelPair pair_of(const Tensor& before, const Tensor& after, std::int64_t rows, std::int64_t columns);

/// How well the picture tells kernels apart. Of E = mean (x_p . w - y_p)^2 over the patches x_p the curvature
/// is 2 C, C = mean x_p x_p^T; eigenvalues of C, the largest first.
std::vector<double> patch_spectrum(const Tensor& input, std::int64_t rows, std::int64_t columns);

/// Minimises E, the mean squared difference of the target from the valid convolution. Not thread-safe.
class KernelDescent {
 public:
  /// `settings.rate` is that of Adam as it is, of the others in units of 1 / `curvature`, the largest.
  KernelDescent(KernelPair pair, const LearningSettings& settings, double curvature);

  /// Makes a step and gives E before it.
  double step();
  Matrix kernel() const;
  /// What the kernel as it stands makes of the input; overwritten by the next call.
  const Tensor& output();
  double loss();
  const KernelPair& pair() const { return pair_; }
  /// Writes E into a graph: a parameter "kernel", feeds "picture" and "target".
  Value trace_loss(Graph& graph) const;

 private:
  Value trace_output(Graph& graph) const;

  KernelPair pair_;
  std::int64_t rows_, columns_;
  bool random_;
  ParameterStore store_;
  Program train_, show_;
};

}  // namespace percept::lab
