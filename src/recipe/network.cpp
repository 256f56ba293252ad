#include "percept/recipe/network.hpp"

#include "layer_list.hpp"
#include "percept/data/spec.hpp"

namespace percept::recipe {
namespace {

data::DatasetPtr open_set(const Recipe& recipe, const std::string& field, const std::string& spec,
                          std::string_view split) {
  Result<data::DatasetPtr> dataset = data::open(spec, split);
  if (dataset) return *std::move(dataset);
  Problem problem = std::move(dataset).problem();
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
}

// The same folder, the test split.
std::string test_spec(const std::string& source) {
  data::Spec spec = data::parse_spec(source, "train").value();
  return spec.source + (spec.directory.empty() ? "" : ":" + spec.directory) + ":test";
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

DataPair open_data(const Recipe& recipe) {
  const DataFields& fields = recipe.data;
  DataPair pair;
  pair.train = open_set(recipe, "data.source", fields.source, "train");
  require_labelled_images(recipe, "data.source", *pair.train);
  if (!recipe.model.input.empty())
    require_fitting(recipe, *pair.train, Shape(recipe.model.input), "model.input");
  const char* test_field = fields.test.empty() ? "data.source" : "data.test";
  pair.test =
      open_set(recipe, test_field, fields.test.empty() ? test_spec(fields.source) : fields.test, "test");
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
  // Of two classes one number says enough: how much it is the second.
  bool one_will_do = classes == 2 && recipe.train.loss == "binary_cross_entropy_with_logits";
  return [layers = read_layers(recipe, classes), classes, one_will_do](Value images) {
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
    bool row = shape.rank() == 2;
    if (classes > 0 && !(row && (shape[1] == classes || (shape[1] == 1 && one_will_do)))) {
      std::int64_t count = shape.elements() / std::max<std::int64_t>(shape.rank() ? shape[0] : 1, 1);
      throw Error(
          Problem(row ? "recipe.outputs" : "recipe.outputs.rank", {{"count", count}, {"classes", classes}})
              .with_hint("recipe.outputs.hint", {{"classes", classes}})
              .at(layers.back().place));
    }
    return outputs.back();
  };
}

Value trace_one_image(Graph& graph, const train::Net& net, const Shape& image) {
  std::vector<std::int64_t> dims = {1};
  dims.insert(dims.end(), image.begin(), image.end());
  return net(graph.feed("image", {DType::f32, Shape(dims)}));
}

}  // namespace percept::recipe
