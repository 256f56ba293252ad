#include "feature_desk.hpp"

#include <algorithm>
#include <filesystem>

#include "cases.hpp"
#include "percept/base/base64.hpp"

namespace percept::studio {
namespace {

constexpr std::int64_t kMostKernels = 256;  // that a page shows at once
constexpr const char* kRuns = "runs";

KernelLayerShape shape_of(const lab::KernelLayer& layer) {
  const Shape& s = layer.weight.shape();
  return {layer.path, s[0], s[1], s[2], s[3]};
}

}  // namespace

std::string FeatureDesk::answer(double id, const StartFeatures& request) {
  lab::FeaturePlan plan{
      .data = request.data, .epochs = request.epochs, .train = request.train, .seeds = request.seeds};
  if (request.only_kernels) plan.features = {"learned"};
  auto next = std::make_unique<lab::FeatureStudy>(plan);
  study_ = std::move(next);
  return reply_text(id);
}

std::string FeatureDesk::answer(double id, const StopFeatures&) {
  if (study_) study_->stop();
  return reply_text(id);
}

std::string FeatureDesk::answer(double id, const AskFeatures&) {
  return any_reply_text(id,
                        study_ ? study_->progress() : lab::FeatureProgress{.available = lab::study_data()});
}

std::string FeatureDesk::answer(double id, const AskFeaturePictures& request) {
  if (!study_) throw Error(Problem("lab.features.example", {{"example", request.example}, {"count", 0}}));
  return any_reply_text(id, study_->pictures(request.example));
}

std::string FeatureDesk::answer(double id, const AskKernelSources&) {
  return any_reply_text(id, KernelSources{lab::runs_with_weights(kRuns), study_ && study_->progress().layer});
}

std::string FeatureDesk::answer(double id, const OpenRunKernels& request) {
  if (request.run.empty()) {
    if (!study_) throw Error(Problem("lab.features.no_layer").with_hint("lab.features.no_layer.hint"));
    return opened(id, "", {study_->learned_layer()});
  }
  std::vector<std::string> runs = lab::runs_with_weights(kRuns);  // a name of the list, never a path
  if (std::find(runs.begin(), runs.end(), request.run) == runs.end())
    throw Error(Problem("lab.kernels.run", {{"run", request.run.substr(0, 80)}}));
  return opened(id, request.run, lab::read_kernel_layers(std::filesystem::path(kRuns) / request.run).value());
}

std::string FeatureDesk::answer(double id, const OpenKernelFile& request) {
  std::string bytes = decode_base64(request.base64).value(), name = request.name.substr(0, 200);
  return opened(id, name, lab::parse_kernel_layers(std::as_bytes(std::span(bytes)), name).value());
}

std::string FeatureDesk::opened(double id, const std::string& source, std::vector<lab::KernelLayer> layers) {
  layers_ = std::move(layers);
  KernelFile file{.source = source};
  for (const lab::KernelLayer& layer : layers_) file.layers.push_back(shape_of(layer));
  return any_reply_text(id, file);
}

const lab::KernelLayer& FeatureDesk::layer(std::int64_t number) const {
  auto count = std::int64_t(layers_.size());
  if (number < 0 || number >= count)
    throw Error(Problem("lab.kernels.layer", {{"layer", number}, {"count", count}}));
  return layers_[std::size_t(number)];
}

std::string FeatureDesk::answer(double id, const AskLayerKernels& request) {
  const lab::KernelLayer& layer = this->layer(request.layer);
  LayerKernels answer{.shape = shape_of(layer), .channel = request.channel};
  const KernelLayerShape& s = answer.shape;
  if (request.channel < 0 || request.channel >= s.channels)
    throw Error(Problem("lab.kernels.channel", {{"channel", request.channel}, {"count", s.channels}}));
  std::int64_t size = s.height * s.width;
  for (std::int64_t filter = 0; filter < std::min(s.filters, kMostKernels); ++filter) {
    std::vector<double>& kernel = answer.kernels.emplace_back();
    for (std::int64_t i = 0; i < size; ++i)
      kernel.push_back(layer.weight.at((filter * s.channels + request.channel) * size + i));
    answer.biases.push_back(layer.bias.at(filter));
  }
  return any_reply_text(id, answer);
}

}  // namespace percept::studio
