#include "percept/recipe/prediction.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "percept/io/image.hpp"
#include "percept/ops/softmax.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/polarity.hpp"

namespace percept::recipe {
namespace {

constexpr std::size_t kTop = 5;

// u8 [H, W, C] to f32 [1, C, H, W] in [0, 1].
Tensor to_planes(const Tensor& image) {
  Tensor planes(DType::f32, {1, image.shape()[2], image.shape()[0], image.shape()[1]});
  io::write_planes(image, planes.data<float>());
  return planes;
}

void invert(Tensor& image) {
  for (std::uint8_t& pixel : image.data<std::uint8_t>()) pixel = std::uint8_t(255 - pixel);
}

std::vector<Guess> top_of(std::span<const float> probabilities, const std::vector<std::string>& classes) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return probabilities[a] > probabilities[b]; });
  std::vector<Guess> top;
  for (std::size_t i = 0; i < std::min(kTop, order.size()); ++i)
    top.push_back({classes[order[i]], double(probabilities[order[i]])});
  return top;
}

// Probabilities of images f32 [N, C, H, W] in [0, 1].
class Classifier {
 public:
  explicit Classifier(Model& model)
      : model_(model), program_(Program::inference(*model.store, [&model](Graph& graph) {
          graph.fetch("probability", softmax(model.net(graph.feed("image"))));
        })) {}

  std::vector<std::vector<Guess>> classify(const Tensor& images) {
    Tensor normal = images.clone();
    model_.card.normalization.apply(normal);
    const Tensor& probability = program_.run({{"image", normal}})["probability"];
    std::size_t classes = model_.card.classes.size();
    std::vector<std::vector<Guess>> all;
    for (std::int64_t row = 0; row < images.shape()[0]; ++row)
      all.push_back(top_of(probability.data<float>().subspan(std::size_t(row) * classes, classes),
                           model_.card.classes));
    return all;
  }

 private:
  Model& model_;
  Program program_;
};

}  // namespace

std::vector<Prediction> predict_files(Model& model, const std::vector<std::string>& files) {
  const Shape& input = model.card.input;
  Classifier classifier(model);
  std::vector<Prediction> predictions;
  for (const std::string& file : files) {
    Tensor image = io::read_image(file).value();
    if (input[0] != 1 && input[0] != 3)
      throw Error(Problem("recipe.model.channels", {{"wanted", input[0]}})
                      .about(file)
                      .with_hint("recipe.model.channels.hint"));
    Prediction prediction{.file = file, .image = io::fit_image(image, input)};
    prediction.inverted =
        is_inverted(border_brightness(to_planes(prediction.image)), model.card.border_brightness);
    if (prediction.inverted) invert(prediction.image);
    prediction.top = classifier.classify(to_planes(prediction.image)).front();
    predictions.push_back(std::move(prediction));
  }
  return predictions;
}

std::vector<Prediction> predict_examples(Model& model, const std::string& spec, std::int64_t first) {
  data::DatasetPtr dataset = data::take(open_fitting(model, spec, false), first);
  Classifier classifier(model);
  std::vector<Prediction> predictions;
  data::Loader loader(dataset, {.batch = 100, .workers = 0});
  for (const data::Batch& batch : loader.epoch(0)) {
    std::vector<std::vector<Guess>> tops = classifier.classify(batch["image"]);
    auto labels = batch["label"].data<std::int64_t>();
    for (std::int64_t row = 0; row < batch.size; ++row) {
      Prediction prediction{.file = spec + "#" + std::to_string(predictions.size())};
      prediction.top = std::move(tops[std::size_t(row)]);
      prediction.image =
          io::read_planes(batch["image"].rows(row, row + 1).data<float>(), image_shape(*dataset));
      if (!dataset->classes().empty())
        prediction.truth = dataset->classes()[std::size_t(labels[std::size_t(row)])];
      predictions.push_back(std::move(prediction));
    }
  }
  return predictions;
}

}  // namespace percept::recipe
