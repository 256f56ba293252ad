// To add a metric, write its line in the list.
#include "percept/train/named_metrics.hpp"

#include <algorithm>
#include <cmath>

#include "percept/metrics/accuracy.hpp"
#include "percept/metrics/perplexity.hpp"
#include "percept/metrics/ranking.hpp"
#include "percept/metrics/regression.hpp"

namespace percept::train {
namespace {

using metrics::Average;
using metrics::ConfusionMatrix;

template <std::int64_t k>
double top(const Answers& answers, const ConfusionMatrix&) {
  return metrics::top_k_accuracy(answers.outputs(), answers.targets(), k);
}

double perplexity(const Answers& answers, const ConfusionMatrix&) {
  metrics::Perplexity perplexity;
  perplexity.add(answers.outputs(), answers.targets());
  return perplexity.value();
}

// The mean over the classes that some examples are of and some are not, each held against the rest.
template <double (*figure)(const Tensor&, const Tensor&)>
double one_against_rest(const Answers& answers, const ConfusionMatrix& confusion) {
  Tensor outputs = answers.outputs(), labels = answers.targets();
  std::int64_t count = outputs.shape()[0], classes = outputs.shape()[1], used = 0;
  double sum = 0;
  // Of two classes the second is what is looked for: its score above the first one's tells them apart.
  for (std::int64_t c = classes == 2 ? 1 : 0; c < classes; ++c) {
    if (confusion.examples(c) == 0 || confusion.examples(c) == count) continue;
    Tensor scores(DType::f32, {count}), truths(DType::i64, {count});
    for (std::int64_t i = 0; i < count; ++i) {
      // A class's chance among the others orders examples as its softmax does.
      double most = -INFINITY, rest = 0;
      for (std::int64_t k = 0; k < classes; ++k) most = std::max(most, outputs.at(i * classes + k));
      for (std::int64_t k = 0; k < classes; ++k)
        if (k != c) rest += std::exp(outputs.at(i * classes + k) - most);
      scores.set(i, outputs.at(i * classes + c) - most - std::log(rest));
      truths.set(i, labels.at(i) == double(c));
    }
    sum += figure(scores, truths);
    ++used;
  }
  return used ? sum / double(used) : std::nan("");
}

metrics::RegressionErrors errors(const Answers& answers) {
  metrics::RegressionErrors errors;
  errors.add(answers.outputs(), answers.targets());
  return errors;
}

constexpr NamedMetric kMetrics[] = {
    {"top_3", true, true, true, top<3>},
    {"top_5", true, true, true, top<5>},
    {"precision", true, false, true,
     [](const Answers&, const ConfusionMatrix& c) { return c.precision(Average::macro); }},
    {"recall", true, false, true,
     [](const Answers&, const ConfusionMatrix& c) { return c.recall(Average::macro); }},
    {"f1", true, false, true,
     [](const Answers&, const ConfusionMatrix& c) { return c.f_beta(Average::macro); }},
    {"auroc", true, true, true, one_against_rest<metrics::auroc>},
    {"average_precision", true, true, true, one_against_rest<metrics::average_precision>},
    {"perplexity", true, true, false, perplexity},
    {"mae", false, true, false,
     [](const Answers& a, const ConfusionMatrix&) { return errors(a).mean_absolute_error(); }},
    {"mse", false, true, false,
     [](const Answers& a, const ConfusionMatrix&) { return errors(a).mean_squared_error(); }},
    {"rmse", false, true, false,
     [](const Answers& a, const ConfusionMatrix&) { return errors(a).root_mean_squared_error(); }},
    {"r2", false, true, true, [](const Answers& a, const ConfusionMatrix&) { return errors(a).r_squared(); }},
};

const NamedMetric* find(std::string_view name) {
  for (const NamedMetric& metric : kMetrics)
    if (metric.name == name) return &metric;
  return nullptr;
}

}  // namespace

Answers::Answers(const std::vector<const NamedMetric*>& metrics)
    : kept_(std::any_of(metrics.begin(), metrics.end(), [](const NamedMetric* m) { return m->whole; })) {}

void Answers::add(const Tensor& outputs, const Tensor& targets) {
  if (!kept_) return;
  width_ = outputs.size() / std::max<std::int64_t>(outputs.shape()[0], 1);
  auto values = outputs.data<float>();
  outputs_.insert(outputs_.end(), values.begin(), values.end());
  if (targets.dtype() == DType::i64) {
    auto labels = targets.data<std::int64_t>();
    labels_.insert(labels_.end(), labels.begin(), labels.end());
  } else {
    auto numbers = targets.data<float>();
    numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
  }
}

Tensor Answers::outputs() const {
  Tensor all(DType::f32, {std::int64_t(outputs_.size()) / std::max<std::int64_t>(width_, 1), width_});
  std::copy(outputs_.begin(), outputs_.end(), all.data<float>().begin());
  return all;
}

Tensor Answers::targets() const {
  if (numbers_.empty()) {
    Tensor labels(DType::i64, {std::int64_t(labels_.size())});
    std::copy(labels_.begin(), labels_.end(), labels.data<std::int64_t>().begin());
    return labels;
  }
  Tensor numbers(DType::f32, {std::int64_t(numbers_.size()) / width_, width_});
  std::copy(numbers_.begin(), numbers_.end(), numbers.data<float>().begin());
  return numbers;
}

std::span<const NamedMetric> named_metrics() { return kMetrics; }

std::vector<const NamedMetric*> named_metrics(const std::vector<std::string>& names, std::int64_t classes) {
  std::vector<const NamedMetric*> found;
  for (const std::string& name : names) {
    const NamedMetric* metric = find(name);
    if (!metric || metric->of_classes != (classes > 0)) {
      std::string known;
      for (const NamedMetric& other : kMetrics)
        if (other.of_classes == (classes > 0)) known.append(known.empty() ? "" : ", ").append(other.name);
      throw Error(Problem(metric ? "train.metric.task" : "train.metric.unknown", {{"name", name}})
                      .with_hint("train.metric.hint", {{"known", known}}));
    }
    found.push_back(metric);
  }
  return found;
}

bool larger_is_better(std::string_view name) {
  const NamedMetric* metric = find(name);
  return metric ? metric->larger_is_better : name != "loss";
}

}  // namespace percept::train
