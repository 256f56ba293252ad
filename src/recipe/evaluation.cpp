#include "percept/recipe/evaluation.hpp"

#include "percept/data/spec.hpp"
#include "percept/recipe/inspection.hpp"
#include "trainings.hpp"

namespace percept::recipe {

data::DatasetPtr open_fitting(const Model& model, const std::string& spec, bool classes) {
  const train::ModelCard& card = model.card;
  data::OpenOptions options = open_options(model.recipe);
  options.split = "test";
  if (card.input.rank() >= 2) options.image = card.input;
  options.schema = card.schema;
  data::DatasetPtr dataset = data::open(spec, options).value();
  if (Shape shape = input_shape(*dataset); shape != card.input)
    throw Error(Problem("recipe.model.shape",
                        {{"data", spec}, {"actual", to_string(shape)}, {"wanted", to_string(card.input)}})
                    .with_hint("recipe.model.shape.hint"));
  if (classes && dataset->classes().size() != card.classes.size())
    throw Error(
        Problem("recipe.model.classes",
                {{"data", spec}, {"actual", dataset->classes().size()}, {"wanted", card.classes.size()}})
            .with_hint("recipe.model.shape.hint"));
  return dataset;
}

EvaluationResult evaluate(Model& model, const data::DatasetPtr& dataset, const std::string& name) {
  EvaluationResult result{.data = name, .classes = model.card.classes};
  train::Evaluator evaluator(*model.store, model.net, loss_of(model.recipe), train::roles_of(*dataset),
                             model.recipe.train.metrics, unmixed(precision_of(model.recipe)));
  result.evaluation = evaluator.evaluate(dataset, model.card.normalization);
  return result;
}

EvaluationResult evaluate(Model& model, const std::string& spec) {
  return evaluate(model, open_fitting(model, spec, true),
                  data::full_name(data::parse_spec(spec, "test").value()));
}

Fit measure_fit(const std::filesystem::path& folder) {
  Model model = open_checkpoint(folder);
  train::DataSets sets = open_data(model.recipe);
  train::Evaluator evaluator(*model.store, model.net, loss_of(model.recipe), train::roles_of(*sets.train),
                             model.recipe.train.metrics, unmixed(precision_of(model.recipe)));
  return {.examples = sets.train->size(),
          .train = evaluator.evaluate(sets.train, model.card.normalization),
          .test = evaluator.evaluate(sets.test, model.card.normalization)};
}

}  // namespace percept::recipe
