#include "percept/lab/learned_kernels.hpp"

#include <algorithm>
#include <cmath>

#include "percept/io/safetensors.hpp"
#include "percept/lab/matrix.hpp"
#include "percept/onnx/model.hpp"
#include "percept/train/model_file.hpp"
#include "percept/train/runs.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kMostRuns = 200;
constexpr const char* kWeight = ".weight";

bool is_kernel(const Tensor& tensor) {
  const Shape& s = tensor.shape();
  return is_float(tensor.dtype()) && s.rank() == 4 && tensor.size() > 0 && s[2] <= kWidestKernel &&
         s[3] <= kWidestKernel && tensor.size() <= kMostKernelNumbers;
}

// conv.2.weight before conv.10.weight.
bool before(const std::string& a, const std::string& b) {
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (!digit(a[i]) || !digit(b[j])) {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
      continue;
    }
    std::size_t k = i, l = j;
    while (k < a.size() && digit(a[k])) ++k;
    while (l < b.size() && digit(b[l])) ++l;
    if (k - i != l - j) return k - i < l - j;
    if (int order = a.compare(i, k - i, b, j, l - j)) return order < 0;
    i = k, j = l;
  }
  return a.size() - i < b.size() - j;
}

Result<Tensor> sound(const Tensor& numbers, const std::string& name) {
  Tensor f32 = numbers.to(DType::f32);
  for (float number : f32.data<float>())
    if (!std::isfinite(number) || std::abs(double(number)) > kLargestNumber)
      return Problem("lab.kernels.number", {{"name", name}, {"most", 1'000'000'000}})
          .with_hint("lab.kernels.number.hint");
  return f32;
}

// `stem`.bias, where it is one number a filter; else zeros.
Result<Tensor> bias_of(const std::map<std::string, Tensor>& weights, const std::string& stem,
                       std::int64_t filters) {
  auto found = weights.find(stem + ".bias");
  if (found == weights.end() || found->second.shape() != Shape{filters} || !is_float(found->second.dtype()))
    return Tensor::zeros(DType::f32, {filters});
  return sound(found->second, found->first);
}

}  // namespace

KernelLayer for_pixels(const KernelLayer& layer, const data::Normalization& normalization) {
  KernelLayer made{layer.path, layer.weight.clone(), layer.bias.clone()};
  std::int64_t channels = layer.weight.shape()[1], area = layer.weight.size() / layer.bias.size() / channels;
  auto weights = made.weight.data<float>(), biases = made.bias.data<float>();
  std::size_t i = 0;
  for (float& bias : biases) {
    for (std::int64_t c = 0; c < channels; ++c) {
      float mean = normalization.mean[std::size_t(c)], deviation = normalization.deviation[std::size_t(c)];
      if (deviation == 0) deviation = 1;  // as Normalization::apply
      for (std::int64_t k = 0; k < area; ++k, ++i) {
        weights[i] /= deviation;
        bias -= weights[i] * mean;
      }
    }
    bias *= 255;
  }
  return made;
}

Result<std::vector<KernelLayer>> kernel_layers(const std::map<std::string, Tensor>& weights,
                                               const std::string& name) {
  std::vector<std::string> paths;
  for (const auto& [path, tensor] : weights)
    if (is_kernel(tensor)) paths.push_back(path);
  std::sort(paths.begin(), paths.end(), before);
  std::vector<KernelLayer> layers;
  for (const std::string& path : paths) {
    std::string stem =
        path.ends_with(kWeight) ? path.substr(0, path.size() - std::string(kWeight).size()) : path;
    const Tensor& weight = weights.at(path);
    Result<Tensor> numbers = sound(weight, path), bias = bias_of(weights, stem, weight.shape()[0]);
    if (!numbers) return Problem(numbers.problem()).about(name);
    if (!bias) return Problem(bias.problem()).about(name);
    layers.push_back({stem, *numbers, *bias});
  }
  if (layers.empty())
    return Problem("lab.kernels.none", {{"widest", kWidestKernel}})
        .about(name)
        .with_hint("lab.kernels.none.hint");
  return layers;
}

namespace {

Result<std::vector<KernelLayer>> layers_of(const Result<io::Safetensors>& file, const std::string& name) {
  if (!file) return file.problem();
  Result<std::vector<KernelLayer>> layers = kernel_layers(file->tensors, name);
  if (!layers) return layers;
  KernelLayer& first = layers->front();
  Result<train::ModelCard> card = train::from_metadata(file->metadata, name);
  if (card && std::int64_t(card->normalization.mean.size()) == first.weight.shape()[1])
    first = for_pixels(first, card->normalization);
  return layers;
}

}  // namespace

Result<std::vector<KernelLayer>> parse_kernel_layers(std::span<const std::byte> bytes,
                                                     const std::string& name) {
  if (name.ends_with(".onnx")) {
    Result<onnx::Model> model = onnx::parse_model(bytes, name);
    if (!model) return model.problem();
    return kernel_layers(model->weights(), name);
  }
  return layers_of(io::parse_safetensors(bytes, name), name);
}

Result<std::vector<KernelLayer>> read_kernel_layers(const std::filesystem::path& run) {
  std::filesystem::path file = run / "best.safetensors";
  return layers_of(io::read_safetensors(file), file.string());
}

std::vector<std::string> runs_with_weights(const std::filesystem::path& runs) {
  std::vector<std::string> names;
  std::vector<train::RunInfo> all = train::list_runs(runs);
  std::error_code ignored;
  for (auto run = all.rbegin(); run != all.rend() && names.size() < kMostRuns; ++run)
    if (std::filesystem::is_regular_file(run->folder / "best.safetensors", ignored))
      names.push_back(run->folder.filename().string());
  return names;
}

}  // namespace percept::lab
