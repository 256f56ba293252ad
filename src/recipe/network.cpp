#include "percept/recipe/network.hpp"

#include "layer_list.hpp"

namespace percept::recipe {
namespace {

data::DatasetPtr open_set(const Recipe& recipe, const std::string& field, const std::string& spec,
                          const data::OpenOptions& options) {
  Result<data::DatasetPtr> dataset = data::open(spec, options);
  if (dataset) return *std::move(dataset);
  Problem problem = std::move(dataset).problem();
  // What names a class or a column was said in another field.
  if (problem.code().starts_with("data.class")) problem.where = recipe.place("data.classes");
  if (problem.code() == "data.csv.target") problem.where = recipe.place("data.target");
  if (problem.where.empty()) problem.where = recipe.place(field);
  throw Error(std::move(problem));
}

void require_labelled_images(const Recipe& recipe, const std::string& field, const data::Dataset& dataset) {
  bool images = false, labels = false;
  for (const data::Field& f : dataset.fields()) {
    images |= f.name == "image" && f.dtype == DType::f32 && f.shape.rank() == 3;
    labels |= f.name == "label" && f.dtype == DType::i64 && f.shape.rank() == 0;
  }
  if (!images || !labels || dataset.classes().empty() || dataset.size() == 0)
    throw Error(Problem("recipe.data.labelled", {{"data", dataset.name()}})
                    .with_hint("recipe.data.labelled.hint")
                    .at(recipe.place(field)));
  if (dataset.classes().size() == 1)
    throw Error(Problem("recipe.data.one_class", {{"class", dataset.classes().front()}})
                    .about(dataset.name())
                    .with_hint("recipe.data.one_class.hint")
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
  if (image_shape(dataset) == wanted) return;
  throw Error(Problem("recipe.data.shape", {{"data", dataset.name()},
                                            {"actual", to_string(image_shape(dataset))},
                                            {"other", other},
                                            {"wanted", to_string(wanted)}})
                  .with_hint("recipe.data.shape.hint")
                  .at(recipe.place("data.source")));
}

}  // namespace

Shape image_shape(const data::Dataset& dataset) {
  for (const data::Field& field : dataset.fields())
    if (field.name == "image") return field.shape;
  return {};
}

data::OpenOptions open_options(const Recipe& recipe) {
  const DataFields& fields = recipe.data;
  data::OpenOptions options{.corrupt = fields.corrupt == "skip" ? data::Corrupt::skip : data::Corrupt::refuse,
                            .classes = fields.classes,
                            .target = fields.target,
                            .task = fields.task};
  if (recipe.model.input.size() == 3) options.image = Shape(recipe.model.input);
  return options;
}

DataPair open_data(const Recipe& recipe) {
  const DataFields& fields = recipe.data;
  DataPair pair;
  Specs specs = specs_of(fields);
  data::OpenOptions options = open_options(recipe);
  pair.train = open_set(recipe, "data.source", specs.train, options);
  require_labelled_images(recipe, "data.source", *pair.train);
  if (!recipe.model.input.empty())
    require_fitting(recipe, *pair.train, Shape(recipe.model.input), "model.input");
  const char* test_field = fields.test.empty() ? "data.source" : "data.test";
  options.split = "test";
  options.image = image_shape(*pair.train);
  options.schema = pair.train->schema();
  pair.test = open_set(recipe, test_field, specs.test, options);
  require_labelled_images(recipe, test_field, *pair.test);
  require_fitting(recipe, *pair.test, image_shape(*pair.train), "data.source");
  if (pair.test->classes() != pair.train->classes())
    throw Error(Problem("recipe.data.classes",
                        {{"test", pair.test->classes().size()}, {"train", pair.train->classes().size()}})
                    .with_hint("recipe.data.classes.hint")
                    .at(recipe.place(test_field)));
  if (fields.limit > 0) pair.train = data::take(pair.train, fields.limit);
  return pair;
}

train::Net make_net(const Recipe& recipe, std::int64_t classes) {
  return [layers = read_layers(recipe, classes), classes](Value images) {
    std::vector<Value> outputs;
    for (const Layer& layer : layers) {
      std::vector<Value> inputs;
      for (int from : layer.from) inputs.push_back(from < 0 ? images : outputs[std::size_t(from)]);
      try {
        outputs.push_back(layer.build(inputs));
      } catch (const Error& error) {
        throw Error(Problem(error.problem()).at(layer.place));
      }
    }
    const Shape& shape = outputs.back().shape();
    if (classes > 0 && (shape.rank() != 2 || shape[1] != classes)) {
      bool row = shape.rank() == 2;
      std::int64_t count = shape.elements() / std::max<std::int64_t>(shape.rank() ? shape[0] : 1, 1);
      throw Error(
          Problem(row ? "recipe.outputs" : "recipe.outputs.rank", {{"count", count}, {"classes", classes}})
              .with_hint("recipe.outputs.hint", {{"classes", classes}})
              .at(layers.back().place));
    }
    return outputs.back();
  };
}

}  // namespace percept::recipe
