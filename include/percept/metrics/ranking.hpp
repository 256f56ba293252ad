// Scores that should put the true examples before the others, whatever the threshold.
#pragma once

#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::metrics {

/// A curve over all thresholds, from the strictest: examples with that score or more are said to be true.
struct Curve {
  std::vector<double> x, y, threshold;
};

// Scores are floats, truths whole numbers or bools of the same shape; not zero is true. Where a score is NaN,
// or where there is none of a kind that is divided by, the figures are NaN and the curves empty.

/// x: the share of the others said to be true; y: the share of the true ones. Begins at (0, 0) with an
/// infinite threshold.
Curve roc_curve(const Tensor& scores, const Tensor& truths);
/// x: recall; y: precision. Begins at recall 0 with precision 1, as in scikit-learn.
Curve precision_recall_curve(const Tensor& scores, const Tensor& truths);
/// The area under a curve, its points joined by straight lines.
double area_under(const Curve& curve);

/// The chance that a true example has a higher score than another, an equal score counted half: the area
/// under the ROC curve, by mid-ranks (Mann and Whitney 1947).
double auroc(const Tensor& scores, const Tensor& truths);
/// The sum of the precisions over the steps of recall, the usual area under the precision-recall curve.
/// Joining its points by straight lines (`area_under`) would be too hopeful: Davis and Goadrich 2006.
double average_precision(const Tensor& scores, const Tensor& truths);

}  // namespace percept::metrics
