#include "percept/train/evaluation.hpp"

#include <cmath>

#include "percept/ops/ops.hpp"

namespace percept::train {

Roles roles_of(const data::Dataset& dataset) {
  const std::vector<data::Field>& fields = dataset.fields();
  if (fields.size() < 2)
    throw Error(Problem("train.roles", {{"fields", fields.size()}}).about(dataset.name()));
  auto classes = std::int64_t(dataset.classes().size());
  return {fields[0].name, fields[1].name, classes, classes > 0 ? classes : fields[1].shape.elements()};
}

Value class_scores(Value output, std::int64_t classes) {
  if (classes != 2 || output.shape().rank() != 2 || output.shape()[1] != 1) return output;
  return concat({fill(output.graph(), {output.dtype(), output.shape(), 0}), output}, 1);
}

Evaluator::Evaluator(ParameterStore& store, Net net, Loss loss, Roles roles, std::vector<std::string> metrics,
                     Precision precision)
    : roles_(std::move(roles)), metrics_(named_metrics(metrics, roles_.classes)),
      program_(Program::inference(
          store,
          [net = std::move(net), loss = std::move(loss), roles = roles_](Graph& graph) {
            Value output = net(graph.feed(roles.input));
            graph.fetch("output", roles.classes > 0 ? class_scores(output, roles.classes) : output);
            graph.fetch("loss", loss(output, graph.feed(roles.target)));
          },
          precision)) {}

Evaluation Evaluator::evaluate(const data::DatasetPtr& dataset,
                               const std::optional<data::Normalization>& normalization, std::int64_t batch) {
  Evaluation result;
  result.confusion = metrics::ConfusionMatrix(std::int64_t(dataset->classes().size()));
  bool classes = roles_.classes > 0;
  Answers answers(metrics_);
  data::Loader loader(dataset, {.batch = batch, .normalization = normalization});
  for (const data::Batch& examples : loader.epoch(0)) {
    const Tensor& target = examples[roles_.target];
    const Fetches& fetched = program_.run({{roles_.input, examples[roles_.input]}, {roles_.target, target}});
    if (classes) result.confusion.add(fetched["output"], target);
    answers.add(fetched["output"], target);
    result.loss += fetched.number("loss") * double(examples.size);
    result.count += examples.size;
  }
  result.loss /= double(result.count);
  result.accuracy = classes ? result.confusion.accuracy() : std::nan("");
  for (const NamedMetric* metric : metrics_)
    result.metrics[std::string(metric->name)] = metric->compute(answers, result.confusion);
  return result;
}

}  // namespace percept::train
