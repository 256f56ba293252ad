#include "percept/recipe/gradients.hpp"

#include "percept/recipe/summary.hpp"
#include "percept/runtime/interpreter.hpp"
#include "trainings.hpp"

namespace percept::recipe {
namespace {

struct Ends {
  Shape image;
  std::int64_t classes = 0;  // 0: as many as the net has outputs
};

Ends ends_of(const Recipe& recipe) {
  if (!needs_data(recipe)) return {Shape(recipe.model.input)};
  DataPair data = open_data(recipe);
  return {image_shape(*data.train), std::int64_t(data.train->classes().size())};
}

Tensor random_images(const Shape& image, std::int64_t batch, std::uint64_t seed) {
  std::vector<std::int64_t> dims = {batch};
  dims.insert(dims.end(), image.begin(), image.end());
  Tensor images(DType::f32, Shape(dims));
  RandomStream random(seed, "gradcheck.images");
  for (std::int64_t i = 0; i < images.size(); ++i) images.set(i, random.normal(std::uint64_t(i)));
  return images;
}

Tensor random_labels(std::int64_t classes, std::int64_t batch, std::uint64_t seed) {
  Tensor labels(DType::i64, {batch});
  RandomStream random(seed, "gradcheck.labels");
  for (std::int64_t i = 0; i < batch; ++i)
    labels.set(i, random.below(std::uint64_t(i), std::uint32_t(classes)));
  return labels;
}

}  // namespace

GradientReport check_recipe(const Recipe& recipe, const GradientReportOptions& options) {
  Ends ends = ends_of(recipe);
  auto seed = std::uint64_t(recipe.seed);
  Graph graph(Mode::train);
  ParameterStore store(seed);
  Tensor batch = random_images(ends.image, options.batch, seed);
  Value images = graph.feed("image", {batch.dtype(), batch.shape()});
  Value labels = graph.feed("label", {DType::i64, {options.batch}});
  Value scores = make_net(recipe, ends.classes)(images);
  std::int64_t classes = ends.classes ? ends.classes : std::max<std::int64_t>(scores.shape()[-1], 1);
  Value loss = loss_of(recipe)(scores, labels);
  Feeds feeds = {{"image", batch}, {"label", random_labels(classes, options.batch, seed)}};

  GradientReport report{.name = recipe.name, .batch = options.batch};
  std::vector<Value> leaves = graph.trainable();
  leaves.push_back(images);
  report.parameters = check_gradients(loss, leaves, feeds, store,
                                      {.most_elements = options.samples, .look_closer_above = 1e-7});
  report.input = report.parameters.back();
  report.parameters.pop_back();
  Interpreter interpreter(graph, store, {.double_precision = true});
  interpreter.reset(feeds);
  report.loss = interpreter.value(loss).item();
  return report;
}

}  // namespace percept::recipe
