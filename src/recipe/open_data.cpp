// The data sets of a recipe.
#include <tuple>

#include "percept/recipe/network.hpp"

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

// Something to learn from, and what is to be learnt: one class of several, or numbers.
void require_learnable(const Recipe& recipe, const std::string& field, const data::Dataset& dataset) {
  const std::vector<data::Field>& fields = dataset.fields();
  const std::vector<std::string>& classes = dataset.classes();
  bool input = !fields.empty() && fields[0].dtype == DType::f32 && fields[0].shape.rank() >= 1;
  bool label =
      fields.size() > 1 && fields[1].dtype == DType::i64 && fields[1].shape.rank() == 0 && !classes.empty();
  bool numbers = fields.size() > 1 && fields[1].dtype == DType::f32 && classes.empty();
  if (!input || !(label || numbers) || dataset.size() == 0)
    throw Error(Problem("recipe.data.labelled", {{"data", dataset.name()}})
                    .with_hint("recipe.data.labelled.hint")
                    .at(recipe.place(field)));
  if (classes.size() == 1)
    throw Error(Problem("recipe.data.one_class", {{"class", classes.front()}})
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
  data::OpenOptions options = open_options(recipe);
  options.split = "test";
  options.schema = train.schema();
  if (input_shape(train).rank() >= 2) options.image = input_shape(train);
  data::DatasetPtr dataset = open_set(recipe, field, spec, options);
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

data::OpenOptions open_options(const Recipe& recipe) {
  const DataFields& fields = recipe.data;
  data::OpenOptions options{.corrupt = fields.corrupt == "skip" ? data::Corrupt::skip : data::Corrupt::refuse,
                            .classes = fields.classes,
                            .target = fields.target,
                            .task = fields.task,
                            .sound = fields.sound};
  if (recipe.model.input.size() >= 2) options.image = Shape(recipe.model.input);
  return options;
}

train::DataSets open_data(const Recipe& recipe) {
  const DataFields& fields = recipe.data;
  auto seed = std::uint64_t(recipe.seed);
  Specs specs = specs_of(fields);
  train::DataSets sets;
  sets.train = open_set(recipe, "data.source", specs.train, open_options(recipe));
  require_learnable(recipe, "data.source", *sets.train);
  if (!recipe.model.input.empty())
    require_fitting(recipe, *sets.train, Shape(recipe.model.input), "model.input");
  sets.test = open_beside(recipe, *sets.train, fields.test.empty() ? "data.source" : "data.test", specs.test);
  if (!fields.val.empty())
    sets.validation = open_beside(recipe, *sets.train, "data.val", fields.val);
  else if (fields.holdout > 0)
    std::tie(sets.train, sets.validation) = data::hold_out(sets.train, fields.holdout, seed);
  if (fields.limit > 0) sets.train = data::sample(sets.train, fields.limit, seed);
  if (fields.labels == "random") sets.train = data::draw_labels(sets.train, seed);
  return sets;
}

}  // namespace percept::recipe
