#include "percept/recipe/prediction.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "percept/data/survey.hpp"
#include "percept/io/image.hpp"
#include "percept/ops/softmax.hpp"
#include "percept/recipe/evaluation.hpp"
#include "trainings.hpp"

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

std::vector<double> numbers_of(const Tensor& table, std::int64_t row) {
  std::vector<double> numbers;
  std::int64_t width = table.size() / std::max<std::int64_t>(table.shape()[0], 1);
  for (std::int64_t i = 0; i < width; ++i) numbers.push_back(table.at(row * width + i));
  return numbers;
}

// Whether a data set's first field holds images, of grey or of three colours.
bool are_images(const Shape& input) { return input.rank() == 3 && (input[0] == 1 || input[0] == 3); }

void require_images(const train::ModelCard& card, const std::string& picture) {
  if (!are_images(card.input))
    throw Error(Problem("recipe.model.no_images", {{"input", to_string(card.input)}})
                    .about(picture)
                    .with_hint("recipe.model.no_images.hint"));
}

// What the network says of examples f32 [N, ...] that are not normalised yet.
class Answerer {
 public:
  explicit Answerer(Model& model)
      : model_(model),
        program_(Program::inference(
            *model.store,
            [&model](Graph& graph) {
              auto classes = std::int64_t(model.card.classes.size());
              Value output = model.net(graph.feed("input"));
              graph.fetch("answer", classes > 0 ? softmax(train::class_scores(output, classes)) : output);
            },
            unmixed(precision_of(model.recipe)))) {}

  // Stays until the next one.
  const Tensor& answer(const Tensor& examples) {
    Tensor normal = examples.clone();
    model_.card.normalization.apply(normal);
    return program_.run({{"input", normal}})["answer"];
  }

  std::vector<Prediction> predict(const Tensor& examples) {
    const Tensor& answer = this->answer(examples);
    std::size_t classes = model_.card.classes.size();
    std::vector<Prediction> all(std::size_t(examples.shape()[0]));
    for (std::size_t row = 0; row < all.size(); ++row) {
      if (classes > 0)
        all[row].top = top_of(answer.data<float>().subspan(row * classes, classes), model_.card.classes);
      else
        all[row].numbers = numbers_of(answer, std::int64_t(row));
    }
    return all;
  }

 private:
  Model& model_;
  Program program_;
};

}  // namespace

// Photographs have borders of middling brightness: only clear cases count.
bool is_inverted(double border, double training_border) {
  return (training_border < 0.25 && border > 0.6) || (training_border > 0.75 && border < 0.4);
}

SeenPicture see_picture(const Tensor& picture, const train::ModelCard& card) {
  require_images(card, card.name);
  SeenPicture seen{.image = io::fit_image(picture, card.input)};
  seen.planes = to_planes(seen.image);
  seen.inverted = is_inverted(data::border_brightness(seen.planes), card.border_brightness);
  if (seen.inverted) {
    invert(seen.image);
    seen.planes = to_planes(seen.image);
  }
  return seen;
}

Tensor answer(Model& model, const Tensor& examples) {
  constexpr std::int64_t kAtOnce = 1024;
  Answerer answerer(model);
  Tensor all;
  for (std::int64_t begin = 0; begin < examples.shape()[0]; begin += kAtOnce) {
    std::int64_t end = std::min(begin + kAtOnce, examples.shape()[0]);
    const Tensor& part = answerer.answer(examples.rows(begin, end));
    std::int64_t width = part.size() / (end - begin);
    if (begin == 0) all = Tensor(DType::f32, {examples.shape()[0], width});
    auto from = part.data<float>();
    std::copy(from.begin(), from.end(), all.data<float>().begin() + begin * width);
  }
  return all;
}

std::vector<Prediction> predict_files(Model& model, const std::vector<std::string>& files) {
  require_images(model.card, files.front());
  Answerer answerer(model);
  std::vector<Prediction> predictions;
  for (const std::string& file : files) {
    SeenPicture seen = see_picture(io::read_image(file).value(), model.card);
    Prediction prediction = std::move(answerer.predict(seen.planes).front());
    prediction.file = file;
    prediction.inverted = seen.inverted;
    prediction.image = std::move(seen.image);
    predictions.push_back(std::move(prediction));
  }
  return predictions;
}

std::vector<Prediction> predict_examples(Model& model, const std::string& spec, std::int64_t first) {
  data::DatasetPtr dataset = data::take(open_fitting(model, spec, false), first);
  train::Roles roles = train::roles_of(*dataset);
  Answerer answerer(model);
  std::vector<Prediction> predictions;
  data::Loader loader(dataset, {.batch = 100, .workers = 0});
  for (const data::Batch& batch : loader.epoch(0)) {
    const Tensor &input = batch[roles.input], &target = batch[roles.target];
    std::vector<Prediction> answers = answerer.predict(input);
    for (std::int64_t row = 0; row < batch.size; ++row) {
      Prediction& prediction = answers[std::size_t(row)];
      prediction.file = spec + "#" + std::to_string(predictions.size());
      if (are_images(model.card.input))
        prediction.image = io::read_planes(input.rows(row, row + 1).data<float>(), model.card.input);
      if (roles.classes > 0)
        prediction.truth = dataset->classes()[std::size_t(target.at(row))];
      else
        prediction.true_numbers = numbers_of(target, row);
      predictions.push_back(std::move(prediction));
    }
  }
  return predictions;
}

}  // namespace percept::recipe
