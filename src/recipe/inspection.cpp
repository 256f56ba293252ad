#include "percept/recipe/inspection.hpp"

#include <algorithm>
#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/io/image.hpp"
#include "percept/ops/softmax.hpp"
#include "percept/recipe/prediction.hpp"
#include "percept/train/checkpoint.hpp"
#include "percept/train/runs.hpp"
#include "percept/train/weights.hpp"
#include "trainings.hpp"

namespace percept::recipe {
namespace {

constexpr std::size_t kMostExamples = 10'000;
constexpr std::int64_t kMostBatch = 250;
constexpr std::int64_t kMostNumbers = 32 << 20;  // of all layers together, that one batch may give

std::string layer_name(std::size_t layer) { return "layer." + std::to_string(layer); }
std::string gradient_name(const std::string& path) { return "gradient." + path; }

// What the numbers of a layer come to, batch after batch of [N, units, ...].
class LayerSums {
 public:
  void add(const Tensor& output) {
    auto numbers = output.data<float>();
    std::int64_t units = output.shape().rank() > 1 ? output.shape()[1] : 1;
    alive_.resize(std::size_t(units));
    unit_sums_.resize(std::size_t(units));
    std::int64_t places = output.size() / std::max<std::int64_t>(output.shape()[0] * units, 1);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      double x = double(numbers[i]);
      sum_ += x;
      squares_ += x * x;
      zeros_ += x == 0;
      std::size_t unit = i / std::size_t(places) % std::size_t(units);
      unit_sums_[unit] += x;
      if (x != 0) alive_[unit] = true;
    }
    count_ += output.size();
  }

  LayerReview review(std::string path, std::string op) const {
    double count = double(std::max<std::int64_t>(count_, 1)), mean = sum_ / count;
    return {.path = std::move(path),
            .op = std::move(op),
            .units = std::int64_t(alive_.size()),
            .dead = std::count(alive_.begin(), alive_.end(), false),
            .mean = mean,
            .deviation = std::sqrt(std::max(0.0, squares_ / count - mean * mean)),
            .zeros = double(zeros_) / count,
            .unit_mean = unit_mean()};
  }

 private:
  double unit_mean() const {
    std::vector<double> means;
    for (double sum : unit_sums_)
      means.push_back(std::abs(sum) * double(unit_sums_.size()) / double(std::max<std::int64_t>(count_, 1)));
    if (means.empty()) return 0;
    std::sort(means.begin(), means.end());
    std::size_t middle = means.size() / 2;
    return means.size() % 2 ? means[middle] : (means[middle - 1] + means[middle]) / 2;
  }

  std::vector<bool> alive_;
  std::vector<double> unit_sums_;
  double sum_ = 0, squares_ = 0;
  std::int64_t zeros_ = 0, count_ = 0;
};

double length(std::span<const double> vector) {
  double squares = 0;
  for (double x : vector) squares += x * x;
  return std::sqrt(squares);
}

std::vector<double> numbers_of(const Tensor& tensor) {
  std::vector<double> numbers;
  numbers.reserve(std::size_t(tensor.size()));
  for (std::int64_t i = 0; i < tensor.size(); ++i) numbers.push_back(tensor.at(i));
  return numbers;
}

Tensor without_batch(const Tensor& tensor) {
  const std::vector<std::int64_t>& dims = tensor.shape().dims();
  return tensor.clone().reshape(Shape(std::vector<std::int64_t>(dims.begin() + 1, dims.end())));
}

}  // namespace

struct Inspector::Inner {
  explicit Inner(Model opened)
      : model(std::move(opened)), classes(std::int64_t(model.card.classes.size())),
        layers(fields().empty() ? Layers() : make_layers(model.recipe, model.card.outputs)),
        answers(Program::inference(
            *model.store, [this](Graph& graph) { trace_answer(graph); }, precision())),
        gradients(Program::inference(
            *model.store, [this](Graph& graph) { trace_gradients(graph); }, precision())) {}

  Precision precision() const { return unmixed(precision_of(model.recipe)); }

  const std::vector<LayerFields>& fields() const { return model.recipe.model.layers; }

  // What all layers give; of a model without any, what it says alone.
  std::vector<Value> trace_layers(Value input) const {
    return layers ? layers(input) : std::vector<Value>{model.net(input)};
  }

  Value trace_answer(Graph& graph) {
    std::vector<Value> made = trace_layers(graph.feed("input"));
    for (std::size_t i = 0; i < fields().size(); ++i) graph.fetch(layer_name(i), made[i]);
    graph.fetch("answer", made.back());
    if (classes > 0) graph.fetch("probabilities", softmax(train::class_scores(made.back(), classes)));
    return made.back();
  }

  void trace_gradients(Graph& graph) {
    Value loss = loss_of(model.recipe)(trace_answer(graph), graph.feed("target"));
    graph.fetch("loss", loss);
    std::vector<Value> parameters = graph.trainable();
    std::vector<Value> slopes = differentiate(loss, parameters);
    for (std::size_t i = 0; i < parameters.size(); ++i)
      graph.fetch(gradient_name(parameters[i].name()), slopes[i]);
  }

  Tensor normal(const Tensor& examples) const {
    Tensor input = examples.clone();
    model.card.normalization.apply(input);
    return input;
  }

  std::string path_of(std::size_t layer) const {
    const std::string& id = fields()[layer].id;
    return id.empty() ? std::to_string(layer) : id;
  }

  // As many examples as keep what all layers give for them within bounds.
  std::int64_t batch_size(const Shape& example) {
    Graph graph(Mode::infer);
    std::int64_t numbers = 1;
    for (Value value : trace_layers(graph.feed("input", {DType::f32, batch_of_one(example)})))
      numbers += value.shape().elements();
    return std::clamp<std::int64_t>(kMostNumbers / numbers, 1, kMostBatch);
  }

  Model model;
  std::int64_t classes;
  Layers layers;
  Program answers, gradients;
};

Inspector::Inspector(Model model) : inner_(std::make_unique<Inner>(std::move(model))) {}
Inspector::~Inspector() = default;

const Model& Inspector::model() const { return inner_->model; }

void Inspector::set_weights(const std::map<std::string, Tensor>& weights) {
  Inner& in = *inner_;
  Graph graph(Mode::infer);
  trace_one_image(graph, in.model.net, in.model.card.input);
  train::WeightsReport report = train::load_weights(*in.model.store, graph, weights);
  if (!report.ok()) throw Error(report.problem().about(in.model.card.name).with_hint("train.model.hint"));
}

Inspection Inspector::inspect(const Tensor& picture) {
  Inner& in = *inner_;
  SeenPicture seen = see_picture(picture, in.model.card);
  Inspection result{.image = std::move(seen.image), .inverted = seen.inverted};
  const Fetches& fetched = in.answers.run({{"input", in.normal(seen.planes)}});
  const std::vector<LayerFields>& layers = in.fields();
  for (std::size_t i = 0; i < layers.size(); ++i)
    result.layers.push_back({in.path_of(i), layers[i].op, without_batch(fetched[layer_name(i)])});
  if (in.classes > 0)
    result.probabilities = numbers_of(fetched["probabilities"]);
  else
    result.numbers = numbers_of(fetched["answer"]);
  return result;
}

NetReview Inspector::review(const data::Dataset& dataset, const std::vector<std::int64_t>& indices) {
  return *review(dataset, indices, [](std::int64_t) { return true; });
}

std::optional<NetReview> Inspector::review(const data::Dataset& dataset,
                                           const std::vector<std::int64_t>& indices,
                                           const std::function<bool(std::int64_t)>& goes_on) {
  Inner& in = *inner_;
  if (indices.empty() || indices.size() > kMostExamples)
    throw Error(Problem("recipe.inspection.count", {{"count", indices.size()}, {"most", kMostExamples}}));
  train::Roles roles = train::roles_of(dataset);
  NetReview review{.count = std::int64_t(indices.size()), .confusion = metrics::ConfusionMatrix(in.classes)};
  const std::vector<LayerFields>& layers = in.fields();
  std::vector<LayerSums> sums(layers.size());
  std::map<std::string, std::vector<double>> gradients;

  auto batch = std::size_t(in.batch_size(in.model.card.input));
  for (std::size_t begin = 0; begin < indices.size(); begin += batch) {
    if (!goes_on(std::int64_t(begin))) return std::nullopt;
    std::span<const std::int64_t> chosen =
        std::span(indices).subspan(begin, std::min(batch, indices.size() - begin));
    std::vector<Tensor> fields = data::allocate_batch(dataset, std::int64_t(chosen.size()));
    dataset.read(chosen, fields);
    const Tensor& target = fields[1];
    const Fetches& fetched = in.gradients.run({{"input", in.normal(fields[0])}, {"target", target}});
    double share = double(chosen.size()) / double(indices.size());  // the loss is a mean
    review.loss += share * fetched.number("loss");
    for (std::size_t i = 0; i < layers.size(); ++i) sums[i].add(fetched[layer_name(i)]);
    for (const auto& [path, entry] : in.model.store->entries()) {
      if (!fetched.tensors().contains(gradient_name(path))) continue;
      auto slopes = fetched[gradient_name(path)].data<float>();
      std::vector<double>& sum = gradients[path];
      sum.resize(slopes.size());
      for (std::size_t i = 0; i < slopes.size(); ++i) sum[i] += share * double(slopes[i]);
    }
    if (in.classes == 0) continue;
    auto chances = fetched["probabilities"].data<float>();
    for (std::size_t row = 0; row < chosen.size(); ++row) {
      auto of = chances.subspan(row * std::size_t(in.classes), std::size_t(in.classes));
      std::int64_t truth = std::int64_t(target.at(std::int64_t(row)));
      auto guess = std::max_element(of.begin(), of.end());
      review.confusion.add(truth, guess - of.begin());
      review.examples.push_back({chosen[row], truth, guess - of.begin(), double(*guess),
                                 -std::log(double(of[std::size_t(truth)]))});
    }
  }
  review.accuracy = in.classes > 0 ? review.confusion.accuracy() : std::nan("");
  for (std::size_t i = 0; i < layers.size(); ++i)
    review.layers.push_back(sums[i].review(in.path_of(i), layers[i].op));
  for (const auto& [path, gradient] : gradients)
    review.parameters.push_back({path, std::int64_t(gradient.size()),
                                 length(numbers_of(in.model.store->find(path)->value)), length(gradient)});
  return review;
}

Model open_checkpoint(const std::filesystem::path& folder) {
  train::ModelCard card = train::read_card(folder).value();
  train::Checkpoint checkpoint = train::read_checkpoint(folder / "last.ckpt").value();
  std::map<std::string, Tensor>& weights = checkpoint.state.tensors;
  std::erase_if(weights, [](const auto& each) { return each.first.starts_with(optim::kStatePrefix); });
  return make_model(std::move(card), weights, folder / "last.ckpt");
}

}  // namespace percept::recipe
