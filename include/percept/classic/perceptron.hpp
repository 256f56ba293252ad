// Rosenblatt's perceptron: a threshold for two classes, the largest of several sums for more.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace percept::classic {

/// Two classes: class 1 where w x + b c > 0, else class 0; an error adds or takes away (x, c). More: the
/// class with the largest w_j x + b_j c, the first of equal ones; an error adds (x, c) to the true class's
/// weights and takes it from those of the class that was said. c is the bias input. All weights begin at 0
/// and the rate is 1, so that T = std::int64_t gives whole numbers that are the same everywhere.
template <class T>
class Perceptron {
 public:
  Perceptron(std::int64_t inputs, std::int64_t classes, T bias_input = 1);

  std::int64_t inputs() const { return inputs_; }
  /// One for two classes, else one a class.
  std::int64_t rows() const { return std::int64_t(bias_.size()); }
  /// w x + b c of a row.
  T sum(std::int64_t row, std::span<const T> x) const;
  std::int64_t predict(std::span<const T> x) const;
  /// Whether it was right; if not, it has learnt.
  bool learn(std::span<const T> x, std::int64_t label);

  /// [rows, inputs], and one number a row.
  std::vector<T>& weight() { return weight_; }
  std::vector<T>& bias() { return bias_; }
  const std::vector<T>& weight() const { return weight_; }
  const std::vector<T>& bias() const { return bias_; }

 private:
  void add(std::int64_t row, std::span<const T> x, T sign);

  std::int64_t inputs_;
  T bias_input_;
  std::vector<T> weight_, bias_;
};

extern template class Perceptron<std::int64_t>;
extern template class Perceptron<double>;

}  // namespace percept::classic
