#include "percept/classic/novikoff.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace percept::classic {
namespace {

double sum(std::span<const double> weight, double bias, const double* x, double bias_input) {
  double sum = bias * bias_input;
  for (std::size_t i = 0; i < weight.size(); ++i) sum += weight[i] * x[i];
  return sum;
}

double sign_of(std::int64_t label) { return label == 1 ? 1.0 : -1.0; }

struct Nearest {
  std::size_t row = 0;
  double margin = std::numeric_limits<double>::infinity();  // of weights that are not brought to length 1
};

Nearest nearest(std::span<const double> weight, double bias, std::span<const double> rows,
                std::span<const std::int64_t> labels, double bias_input) {
  Nearest least;
  for (std::size_t r = 0; r < labels.size(); ++r) {
    double margin = sign_of(labels[r]) * sum(weight, bias, rows.data() + r * weight.size(), bias_input);
    if (margin < least.margin) least = {r, margin};
  }
  return least;
}

double length(std::span<const double> weight, double bias) {
  double squares = bias * bias;
  for (double w : weight) squares += w * w;
  return std::sqrt(squares);
}

double radius_of(std::size_t inputs, std::span<const double> rows, double bias_input) {
  double most = 0;
  for (std::size_t at = 0; at + inputs <= rows.size(); at += inputs)
    most = std::max(most, length(rows.subspan(at, inputs), bias_input));
  return most;
}

}  // namespace

double Separation::most_mistakes() const {
  return margin > 0 ? radius * radius / (margin * margin) : std::numeric_limits<double>::infinity();
}

Separation separation_by(std::span<const double> weight, double bias, std::span<const double> rows,
                         std::span<const std::int64_t> labels, double bias_input) {
  double size = length(weight, bias);
  return {.radius = radius_of(weight.size(), rows, bias_input),
          .margin = size > 0 ? nearest(weight, bias, rows, labels, bias_input).margin / size : 0};
}

Separation separate(std::int64_t inputs, std::span<const double> rows, std::span<const std::int64_t> labels,
                    double bias_input, int steps) {
  std::vector<double> weight(std::size_t(inputs), 0.0);
  double bias = 0;
  Separation best{.radius = radius_of(weight.size(), rows, bias_input)};
  for (int step = 0; step < steps; ++step) {
    Nearest least = nearest(weight, bias, rows, labels, bias_input);
    if (double size = length(weight, bias); size > 0)
      best.margin = std::max(best.margin, least.margin / size);
    double sign = sign_of(labels[least.row]);
    for (std::size_t i = 0; i < weight.size(); ++i) weight[i] += sign * rows[least.row * weight.size() + i];
    bias += sign * bias_input;
  }
  return best;
}

}  // namespace percept::classic
