// The kernels of image filters: by name with their explanation, as typed, and turned.
#pragma once

#include <span>

#include "percept/lab/matrix.hpp"

namespace percept::lab {

/// A kernel has at most so many rows and columns.
inline constexpr std::int64_t kWidestKernel = 15;

/// A kernel with a name.
struct KernelPreset {
  std::string_view name;     // sobel-x
  std::string_view numbers;  // as typed; empty: drawn as a wave at `angle`
  double divisor = 1;        // of all numbers
  double angle = 0;          // in degrees
  Matrix kernel() const;
  /// What it does, in a sentence.
  Message words() const;
  std::string explanation() const { return render(words()); }
};
std::span<const KernelPreset> kernel_presets();
std::vector<std::string> kernel_names();
/// Null where there is none of that name.
const KernelPreset* find_kernel(std::string_view name);

/// The kernel that a word names, or whose numbers it is. The problem lists the names where it was none of
/// them.
Result<Matrix> parse_kernel(std::string_view word);

/// Of another size about the same middle: cut, or with zeros around.
Matrix resized(const Matrix& kernel, std::int64_t rows, std::int64_t columns);

/// What can be done to a kernel: "normalise", "transpose", "rotate45", ...
std::span<const std::string_view> kernel_changes();
/// The kernel after one of these; throws `Error` where it cannot be: only a square one with a middle is
/// turned by 45 degrees.
Matrix changed(const Matrix& kernel, std::string_view change);

}  // namespace percept::lab
