#include "percept/recipe/network.hpp"

#include <tuple>

#include "layer_list.hpp"
#include "percept/data/spec.hpp"

namespace percept::recipe {
namespace {

data::DatasetPtr open_set(const Recipe& recipe, const std::string& field, const std::string& spec,
                          const std::string& split) {
  data::OpenOptions options{.split = split};
  if (recipe.model.input.size() == 3) options.image = Shape(recipe.model.input);
  Result<data::DatasetPtr> dataset = data::open(spec, options);
  if (dataset) return *std::move(dataset);
  Problem problem = std::move(dataset).problem();
  if (problem.where.empty()) problem.where = recipe.place(field);
  throw Error(std::move(problem));
}

// Something to learn from, and what is to be learnt: one class an example, or numbers.
void require_learnable(const Recipe& recipe, const std::string& field, const data::Dataset& dataset) {
  const std::vector<data::Field>& fields = dataset.fields();
  bool input = !fields.empty() && fields[0].dtype == DType::f32 && fields[0].shape.rank() >= 1;
  bool label = fields.size() > 1 && fields[1].dtype == DType::i64 && fields[1].shape.rank() == 0 &&
               !dataset.classes().empty();
  bool numbers = fields.size() > 1 && fields[1].dtype == DType::f32 && dataset.classes().empty();
  if (!input || !(label || numbers) || dataset.size() == 0)
    throw Error(Problem("recipe.data.labelled", {{"data", dataset.name()}})
                    .with_hint("recipe.data.labelled.hint")
                    .at(recipe.place(field)));
}

// What is trained on, and tested on where the recipe names no test set: then the source is divided.
struct Specs {
  std::string train, test;
};

Specs specs_of(const DataFields& fields) {
  if (!fields.test.empty()) return {fields.source, fields.test};
  data::Spec spec = data::parse_spec(fields.source, "train").value();
  std::string whole = spec.source + (spec.directory.empty() ? "" : ":" + spec.directory);
  return {spec.split_named ? fields.source : whole + ":train", whole + ":test"};
}

void require_fitting(const Recipe& recipe, const data::Dataset& dataset, const Shape& wanted,
                     const char* other) {
  if (input_shape(dataset) == wanted) return;
  throw Error(Problem("recipe.data.shape", {{"data", dataset.name()},
                                            {"actual", to_string(input_shape(dataset))},
                                            {"other", other},
                                            {"wanted", to_string(wanted)}})
                  .with_hint("recipe.data.shape.hint")
                  .at(recipe.place("data.source")));
}

// A set that is only evaluated: of the kind of the training set.
data::DatasetPtr open_beside(const Recipe& recipe, const data::Dataset& train, const std::string& field,
                             const std::string& spec) {
  data::DatasetPtr dataset = open_set(recipe, field, spec, "test");
  require_learnable(recipe, field, *dataset);
  require_fitting(recipe, *dataset, input_shape(train), "data.source");
  if (dataset->classes() != train.classes())
    throw Error(Problem("recipe.data.classes",
                        {{"test", dataset->classes().size()}, {"train", train.classes().size()}})
                    .with_hint("recipe.data.classes.hint")
                    .at(recipe.place(field)));
  return dataset;
}

}  // namespace

Shape input_shape(const data::Dataset& dataset) { return dataset.fields().front().shape; }

train::DataSets open_data(const Recipe& recipe) {
  const DataFields& fields = recipe.data;
  train::DataSets sets;
  Specs specs = specs_of(fields);
  sets.train = open_set(recipe, "data.source", specs.train, "train");
  require_learnable(recipe, "data.source", *sets.train);
  if (!recipe.model.input.empty())
    require_fitting(recipe, *sets.train, Shape(recipe.model.input), "model.input");
  const char* test_field = fields.test.empty() ? "data.source" : "data.test";
  sets.test = open_beside(recipe, *sets.train, test_field, specs.test);
  if (!fields.val.empty()) {
    sets.validation = open_beside(recipe, *sets.train, "data.val", fields.val);
  } else if (fields.holdout > 0) {
    std::tie(sets.train, sets.validation) =
        data::hold_out(sets.train, fields.holdout, std::uint64_t(recipe.seed));
  }
  if (fields.limit > 0) sets.train = data::take(sets.train, fields.limit);
  return sets;
}

train::Net make_net(const Recipe& recipe, const data::Dataset& dataset) {
  return make_net(recipe, train::roles_of(dataset).outputs);
}

train::Net make_net(const Recipe& recipe, std::int64_t outputs) {
  // Of two classes one number says enough: how much it is the second.
  bool one_will_do = outputs == 2 && recipe.train.loss == "binary_cross_entropy_with_logits";
  return [layers = read_layers(recipe, outputs), outputs, one_will_do](Value images) {
    std::vector<Value> made;
    for (const Layer& layer : layers) {
      std::vector<Value> inputs;
      for (int from : layer.from) inputs.push_back(from < 0 ? images : made[std::size_t(from)]);
      try {
        made.push_back(layer.build(inputs));
      } catch (const Error& error) {
        throw Error(Problem(error.problem()).at(layer.place));
      }
    }
    const Shape& shape = made.back().shape();
    bool row = shape.rank() == 2;
    if (outputs > 0 && !(row && (shape[1] == outputs || (shape[1] == 1 && one_will_do)))) {
      std::int64_t count = shape.elements() / std::max<std::int64_t>(shape.rank() ? shape[0] : 1, 1);
      throw Error(
          Problem(row ? "recipe.outputs" : "recipe.outputs.rank", {{"count", count}, {"classes", outputs}})
              .with_hint("recipe.outputs.hint", {{"classes", outputs}})
              .at(layers.back().place));
    }
    return made.back();
  };
}

Value trace_one_image(Graph& graph, const train::Net& net, const Shape& image) {
  std::vector<std::int64_t> dims = {1};
  dims.insert(dims.end(), image.begin(), image.end());
  return net(graph.feed("image", {DType::f32, Shape(dims)}));
}

}  // namespace percept::recipe
