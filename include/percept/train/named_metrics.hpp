// The metrics that a training can be asked for by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "percept/metrics/confusion.hpp"

namespace percept::train {

struct NamedMetric;

/// What a network said of the examples of an evaluation, and what it should have said. Kept whole only where
/// a metric needs all of it at once.
class Answers {
 public:
  explicit Answers(const std::vector<const NamedMetric*>& metrics);
  /// Outputs [N, K] with labels i64 [N] or targets [N, K].
  void add(const Tensor& outputs, const Tensor& targets);
  /// All outputs so far, one below the other.
  Tensor outputs() const;
  /// Labels, or targets.
  Tensor targets() const;

 private:
  bool kept_ = false;
  std::vector<float> outputs_;
  std::vector<std::int64_t> labels_;
  std::vector<float> numbers_;
  std::int64_t width_ = 0;
};

struct NamedMetric {
  std::string_view name;
  bool of_classes;  // else of numbers
  bool whole;       // needs the outputs of all examples at once
  bool larger_is_better;
  double (*compute)(const Answers& answers, const metrics::ConfusionMatrix& confusion);
};

/// All there are.
std::span<const NamedMetric> named_metrics();
/// Those of these names. Throws `Error`, listing what there is, where one is unknown or does not fit a task
/// of so many classes (0: of numbers).
std::vector<const NamedMetric*> named_metrics(const std::vector<std::string>& names, std::int64_t classes);
/// Whether more is better of "accuracy", "loss" or a metric.
bool larger_is_better(std::string_view name);

}  // namespace percept::train
