#include "percept/train/evaluation.hpp"

namespace percept::train {

Evaluator::Evaluator(ParameterStore& store, Net net, Loss loss)
    : program_(Program::inference(store, [net = std::move(net), loss = std::move(loss)](Graph& graph) {
        Value logits = net(graph.feed("image"));
        graph.fetch("logits", logits);
        graph.fetch("loss", loss(logits, graph.feed("label")));
      })) {}

Evaluation Evaluator::evaluate(const data::DatasetPtr& dataset,
                               const std::optional<data::Normalization>& normalization, std::int64_t batch) {
  Evaluation result;
  result.confusion = metrics::ConfusionMatrix(std::int64_t(dataset->classes().size()));
  data::Loader loader(dataset, {.batch = batch, .normalization = normalization});
  for (const data::Batch& examples : loader.epoch(0)) {
    const Fetches& fetched = program_.run({{"image", examples["image"]}, {"label", examples["label"]}});
    result.confusion.add(fetched["logits"], examples["label"]);
    result.loss += fetched.number("loss") * double(examples.size);
    result.count += examples.size;
  }
  result.loss /= double(result.count);
  result.accuracy = result.confusion.accuracy();
  return result;
}

}  // namespace percept::train
