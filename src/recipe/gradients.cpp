#include "percept/recipe/gradients.hpp"

#include "percept/recipe/summary.hpp"
#include "percept/runtime/interpreter.hpp"
#include "trainings.hpp"

namespace percept::recipe {
namespace {

struct Ends {
  Shape input;
  std::int64_t outputs = 0;  // 0: as many as the net has
  bool classes = true;       // else numbers are learnt
};

Ends ends_of(const Recipe& recipe) {
  if (!needs_data(recipe)) return {Shape(recipe.model.input)};
  data::DatasetPtr data = open_data(recipe).train;
  train::Roles roles = train::roles_of(*data);
  return {input_shape(*data), roles.outputs, roles.classes > 0};
}

Tensor random_numbers(const Shape& example, std::int64_t batch, std::uint64_t seed, const char* path) {
  std::vector<std::int64_t> dims = {batch};
  dims.insert(dims.end(), example.begin(), example.end());
  Tensor numbers(DType::f32, Shape(dims));
  RandomStream random(seed, path);
  for (std::int64_t i = 0; i < numbers.size(); ++i) numbers.set(i, random.normal(std::uint64_t(i)));
  return numbers;
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
  require_network(recipe);
  Ends ends = ends_of(recipe);
  auto seed = std::uint64_t(recipe.seed);
  Graph graph(Mode::train);
  ParameterStore store(seed);
  Tensor batch = random_numbers(ends.input, options.batch, seed, "gradcheck.images");
  Value images = graph.feed("image", {batch.dtype(), batch.shape()});
  Value scores = make_net(recipe, ends.outputs)(images);
  std::int64_t outputs = ends.outputs ? ends.outputs : std::max<std::int64_t>(scores.shape()[-1], 1);
  Tensor target = ends.classes ? random_labels(outputs, options.batch, seed)
                               : random_numbers({outputs}, options.batch, seed, "gradcheck.targets");
  Value loss = loss_of(recipe)(scores, graph.feed("target", {target.dtype(), target.shape()}));
  Feeds feeds = {{"image", batch}, {"target", target}};

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
