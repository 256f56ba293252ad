#include "percept/lab/inspection_picture.hpp"

#include <algorithm>
#include <cmath>

namespace percept::lab {
namespace {

constexpr std::int64_t kMostMaps = 64, kMostRow = 1024, kMostNumbers = 1 << 16;  // of a layer
constexpr std::int64_t kMostSlices = 8;                                          // of a filter
constexpr std::size_t kMostLayers = 200, kMostConvolutions = 2;

double greatest(const std::vector<float>& numbers) {
  double most = 0;
  for (float number : numbers)
    if (std::isfinite(number)) most = std::max(most, double(std::abs(number)));
  return most;
}

void add_layer(InspectionPicture& to, const recipe::LayerOutput& layer) {
  if (layer.output.dtype() != DType::f32 || layer.output.size() == 0) return;
  auto numbers = layer.output.data<float>();
  std::vector<std::int64_t> shape = layer.output.shape().dims();
  LayerMaps maps{.path = layer.path, .op = layer.op};
  // Rows of numbers stay what they are; everything else is maps, the last two axes each.
  std::int64_t width = shape.empty() ? 1 : shape.back();
  if (shape.size() < 2) {
    maps.shape = {width};
    maps.shown = std::min(width, kMostRow);
    std::vector<float> shown(numbers.begin(), numbers.begin() + maps.shown);
    maps.scale = greatest(shown);
    to.blobs.push_back(plain_blob("layer." + std::to_string(to.layers.size()), {maps.shown}, shown));
  } else {
    std::int64_t height = shape[shape.size() - 2], count = layer.output.size() / (height * width);
    maps.shape = {count, height, width};
    maps.shown = std::min({count, kMostMaps, std::max<std::int64_t>(kMostNumbers / (height * width), 1)});
    std::vector<float> shown(numbers.begin(), numbers.begin() + maps.shown * height * width);
    maps.scale = greatest(shown);
    to.blobs.push_back(
        plain_blob("layer." + std::to_string(to.layers.size()), {maps.shown, height, width}, shown));
  }
  to.layers.push_back(std::move(maps));
}

// The weight of a convolution below that layer: [filters, channels, H, W] with H and W above 1.
bool is_kernel(std::string_view path, std::string_view layer, const Tensor& value) {
  return path.starts_with(layer) && path.substr(layer.size()).starts_with(".") && value.shape().rank() == 4 &&
         value.dtype() == DType::f32 && value.shape()[2] > 1 && value.shape()[3] > 1;
}

void add_kernels(InspectionPicture& to, const std::string& path, const Tensor& weight) {
  const Shape& shape = weight.shape();
  std::int64_t area = shape[2] * shape[3];
  std::int64_t filters = std::min({shape[0], kMostMaps, std::max<std::int64_t>(kMostNumbers / area, 1)}),
               slices = std::min(shape[1], kMostSlices);
  auto numbers = weight.data<float>();
  std::vector<float> shown;
  for (std::int64_t filter = 0; filter < filters; ++filter) {
    auto from = numbers.begin() + filter * shape[1] * area;
    shown.insert(shown.end(), from, from + slices * area);
  }
  FilterKernels kernels{.path = path, .shape = shape.dims(), .scale = greatest(shown)};
  to.blobs.push_back(plain_blob("filter." + std::to_string(to.filters.size()),
                                {filters, slices, shape[2], shape[3]}, shown));
  to.filters.push_back(std::move(kernels));
}

}  // namespace

void add_inspection(InspectionPicture& to, const recipe::Inspection& seen, bool maps) {
  to.inverted = seen.inverted;
  to.probabilities = seen.probabilities;
  to.numbers = seen.numbers;
  auto pixels = seen.image.data<std::uint8_t>();
  to.blobs.push_back(byte_blob("image", seen.image.shape().dims(), {pixels.begin(), pixels.end()}));
  if (!maps) return;
  for (const recipe::LayerOutput& layer : seen.layers)
    if (to.layers.size() < kMostLayers) add_layer(to, layer);
}

void add_filters(InspectionPicture& to, const recipe::Model& model) {
  const std::vector<recipe::LayerFields>& layers = model.recipe.model.layers;
  for (std::size_t i = 0; i < layers.size(); ++i)
    for (const auto& [path, entry] : model.store->entries())
      if (to.filters.size() < kMostConvolutions &&
          is_kernel(path, layers[i].id.empty() ? std::to_string(i) : layers[i].id, entry.value))
        add_kernels(to, path, entry.value);
}

}  // namespace percept::lab
