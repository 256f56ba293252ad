#include "percept/lab/feature_study.hpp"

#include <algorithm>
#include <cmath>

#include "percept/base/threads.hpp"
#include "percept/data/spec.hpp"

namespace percept::lab {
namespace {

std::vector<double> rounded(const Tensor& tensor) {
  std::vector<double> numbers;
  numbers.reserve(std::size_t(tensor.size()));
  for (float number : tensor.data<float>()) numbers.push_back(std::round(double(number) * 1e4) / 1e4);
  return numbers;
}

}  // namespace

std::vector<std::string> study_data() {
  std::vector<std::string> names = {"digits"};
  for (const char* name : {"mnist", "cifar10"})
    if (Result<data::Spec> spec = data::parse_spec(name, "train");
        spec && !data::found_directory(*spec).empty())
      names.emplace_back(name);
  return names;
}

FeatureStudy::FeatureStudy(FeaturePlan plan) : plan_(std::move(plan)) {
  progress_ = {.running = true, .data = plan_.data, .available = study_data(), .epochs = plan_.epochs};
  const std::vector<std::string>& here = progress_.available;
  if (std::find(here.begin(), here.end(), plan_.data) == here.end())
    throw Error(Problem("lab.features.data", {{"data", plan_.data.substr(0, 80)}})
                    .with_hint("lab.features.data.hint"));
  thread_ = std::thread([this] { work(); });
}

FeatureStudy::~FeatureStudy() {
  stop();
  thread_.join();
}

void FeatureStudy::work() {
  set_thread_count(1);  // the lab goes on beside it
  auto guarded = [this](auto change) {
    std::lock_guard lock(mutex_);
    change();
  };
  try {
    auto table = std::make_shared<FeatureTable>(plan_);
    guarded([&] {
      table_ = table;
      progress_.train = table->train().labels.size();
      progress_.examples = table->test().labels.size();
    });
    table->run(
        [&](const FeatureStep& step) {
          guarded([&] {
            progress_.doing = step.name;
            progress_.network = step.network;
            progress_.seed = step.seed;
            progress_.epoch = step.epoch;
          });
        },
        [&](const FeatureRow& row) {
          guarded([&] {
            progress_.rows.push_back(row);
            layers_ = table->layers();
            progress_.layer = layers_.contains("learned");
          });
        },
        &stop_);
  } catch (const Error& error) {
    guarded([&] {
      progress_.problem = error.problem().reasons.front();
      progress_.hint = error.problem().hint;
    });
  } catch (const std::exception& error) {  // no memory, for one
    guarded([&] { progress_.problem = Message("lab.internal", {{"what", error.what()}}); });
  }
  guarded([&] {
    progress_.running = false;
    progress_.doing.clear();
  });
}

FeatureProgress FeatureStudy::progress() const {
  std::lock_guard lock(mutex_);
  return progress_;
}

FeaturePictures FeatureStudy::pictures(std::int64_t example) const {
  std::unique_lock lock(mutex_);
  std::shared_ptr<const FeatureTable> table = table_;
  auto found = layers_.find(layers_.contains("learned") ? "learned" : "random");
  std::optional<LearnedLayer> layer;
  FeaturePictures pictures{.example = example};
  if (found != layers_.end()) {
    layer = found->second;
    pictures.layer = found->first;
  }
  lock.unlock();
  if (!table || example < 0 || example >= table->test().labels.size())
    throw Error(Problem("lab.features.example",
                        {{"example", example}, {"count", table ? table->test().labels.size() : 0}}));
  Tensor image = table->test().images.rows(example, example + 1);
  pictures.label = table->classes()[std::size_t(table->test().labels.at(example))];
  pictures.height = image.shape()[2];
  pictures.width = image.shape()[3];
  pictures.pixels = rounded(image);
  pictures.edges = rounded(edge_magnitude(image));
  Tensor histograms = orientation_histograms(image, table->hog());
  pictures.cell = table->hog().cell;
  pictures.cell_rows = histograms.shape()[1];
  pictures.cell_columns = histograms.shape()[2];
  pictures.histograms = rounded(histograms);
  if (!layer) return pictures;
  pictures.maps = rounded(layer->maps(image, false));
  pictures.kernels = rounded(layer->weight);
  return pictures;
}

KernelLayer FeatureStudy::learned_layer() const {
  std::lock_guard lock(mutex_);
  auto found = layers_.find("learned");
  if (found == layers_.end())
    throw Error(Problem("lab.features.no_layer").with_hint("lab.features.no_layer.hint"));
  return for_pixels({"conv", found->second.weight, found->second.bias}, found->second.normalization);
}

}  // namespace percept::lab
