// Layers and chains that are ready to be taken: each shows one thing that layers do.
#include <algorithm>

#include "percept/base/spelling.hpp"
#include "percept/lab/convolution_chain.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::lab {
namespace {

constexpr Ready kLayers[] = {
    {"grey", "lab.ready.grey"}, {"edges", "lab.ready.edges"}, {"opponents", "lab.ready.opponents"}};
constexpr Ready kChains[] = {{"first-layer", "lab.ready.first_layer"},
                             {"blur-edges", "lab.ready.blur_edges"},
                             {"difference-of-gaussians", "lab.ready.difference_of_gaussians"},
                             {"edge-strength", "lab.ready.edge_strength"}};

Matrix preset(std::string_view name) { return find_kernel(name)->kernel(); }

Matrix scaled(Matrix kernel, double factor) {
  for (double& number : kernel.numbers) number *= factor;
  return kernel;
}

// What the luminance takes of each channel; of channels that are no colours, an equal share.
std::vector<double> shares(std::int64_t channels) {
  if (channels == 3) return {0.299, 0.587, 0.114};
  return std::vector<double>(std::size_t(channels), 1 / double(channels));
}

// The kernel on the luminance of all channels.
FilterSettings on_luminance(const Matrix& kernel, std::int64_t channels) {
  FilterSettings filter{.weights = {}};
  for (double share : shares(channels)) filter.weights.push_back(rows_of(scaled(kernel, share)));
  return filter;
}

// The same size comes out, with the edge repeated around.
StageSettings layer_of(std::vector<FilterSettings> filters, bool relu = false) {
  StageSettings stage{.operation = "layer", .filters = std::move(filters)};
  stage.padding = std::int64_t(stage.filters.front().weights.front().size()) / 2;
  stage.border = stage.padding > 0 ? "replicate" : "none";
  stage.relu = relu;
  return stage;
}

StageSettings kernel_stage(std::string_view name, bool relu = false) {
  StageSettings stage;
  set_kernel(stage, preset(name));
  stage.border = "replicate";
  stage.padding = std::int64_t(stage.kernel.size()) / 2;
  stage.relu = relu;
  return stage;
}

StageSettings pool() { return {.operation = "max"}; }

// Both directions and both signs.
std::vector<FilterSettings> four_edges(std::int64_t channels) {
  std::vector<FilterSettings> filters;
  for (const char* name : {"sobel-x", "sobel-left", "sobel-y", "sobel-top"})
    filters.push_back(on_luminance(preset(name), channels));
  return filters;
}

const Ready& found(std::span<const Ready> all, std::string_view name) {
  auto at = std::find_if(all.begin(), all.end(), [&](const Ready& each) { return each.name == name; });
  if (at != all.end()) return *at;
  std::vector<std::string> names;
  for (const Ready& each : all) names.emplace_back(each.name);
  throw Error(unknown_word(Problem("lab.ready", {{"word", name.substr(0, 40)}}), name, names));
}

}  // namespace

std::span<const Ready> ready_layers() { return kLayers; }
std::span<const Ready> ready_chains() { return kChains; }

StageSettings ready_layer(std::string_view name, std::int64_t channels) {
  std::string_view known = found(kLayers, name).name;
  if (known == "grey") return layer_of({on_luminance(Matrix{1, 1, {1}}, channels)});
  if (known == "edges")
    return layer_of({on_luminance(preset("sobel-x"), channels), on_luminance(preset("sobel-y"), channels)});
  if (channels != 3)
    throw Error(Problem("lab.ready.colours", {{"channels", channels}}).with_hint("lab.ready.colours.hint"));
  return layer_of({{.weights = {{{1}}, {{-1}}, {{0}}}}, {.weights = {{{-0.5}}, {{-0.5}}, {{1}}}}});
}

std::vector<StageSettings> ready_chain(std::string_view name, std::int64_t channels) {
  std::string_view known = found(kChains, name).name;
  if (known == "first-layer") return {layer_of(four_edges(channels), true), pool()};
  if (known == "blur-edges") return {kernel_stage("gaussian-5"), kernel_stage("sobel-x", true), pool()};
  if (known == "difference-of-gaussians")
    return {layer_of({on_luminance(resized(preset("gaussian-3"), 7, 7), channels),
                      on_luminance(preset("gaussian-7"), channels)}),
            layer_of({{.weights = {{{1}}, {{-1}}}}})};
  StageSettings strength = layer_of({{.weights = {{{1}}, {{1}}, {{1}}, {{1}}}, .bias = -100}}, true);
  return {kernel_stage("gaussian-5"), layer_of(four_edges(channels), true), strength, pool()};
}

}  // namespace percept::lab
