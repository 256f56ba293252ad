// The kernels of a trained network's convolutions: out of a run's folder, or out of a file of weights.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/data/normalization.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::lab {

/// Of one layer so many numbers at most are taken.
inline constexpr std::int64_t kMostKernelNumbers = 1 << 22;

/// The kernels of one convolution.
struct KernelLayer {
  std::string path;  // features.0
  Tensor weight;     // f32 [filters, channels, height, width]
  Tensor bias;       // f32 [filters]; zeros where the layer has none
};

/// A first layer saw (x / 255 - mean) / deviation of each channel. The same layer for pixels x from 0 to 255,
/// whose output is 255 times as large: w' = w / deviation, b' = 255 (b - sum of w mean / deviation).
KernelLayer for_pixels(const KernelLayer& layer, const data::Normalization& normalization);

/// The layers among weights by name: those of rank 4 whose kernels are at most 15 x 15, in the order of their
/// paths, numbers by their size. Fails where there is none, or where a number is none or beyond
/// kLargestNumber. `name` is what messages call it.
Result<std::vector<KernelLayer>> kernel_layers(const std::map<std::string, Tensor>& weights,
                                               const std::string& name);

/// Of a file's bytes: ONNX where its name ends so, else safetensors. Where percept wrote it, the first layer
/// is one `for_pixels`.
Result<std::vector<KernelLayer>> parse_kernel_layers(std::span<const std::byte> bytes,
                                                     const std::string& name);
/// Of the best weights of a run, likewise.
Result<std::vector<KernelLayer>> read_kernel_layers(const std::filesystem::path& run);

/// The names of the runs in a folder whose weights can be read, the newest first; at most 200.
std::vector<std::string> runs_with_weights(const std::filesystem::path& runs);

}  // namespace percept::lab
