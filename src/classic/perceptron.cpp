#include "percept/classic/perceptron.hpp"

namespace percept::classic {

template <class T>
Perceptron<T>::Perceptron(std::int64_t inputs, std::int64_t classes, T bias_input)
    : inputs_(inputs), bias_input_(bias_input), bias_(std::size_t(classes == 2 ? 1 : classes), T(0)) {
  weight_.assign(bias_.size() * std::size_t(inputs), T(0));
}

template <class T>
T Perceptron<T>::sum(std::int64_t row, std::span<const T> x) const {
  const T* w = weight_.data() + row * inputs_;
  T sum = bias_[std::size_t(row)] * bias_input_;
  for (std::int64_t i = 0; i < inputs_; ++i) sum += w[i] * x[std::size_t(i)];
  return sum;
}

template <class T>
std::int64_t Perceptron<T>::predict(std::span<const T> x) const {
  if (rows() == 1) return sum(0, x) > 0;
  std::int64_t best = 0;
  T most = sum(0, x);
  for (std::int64_t row = 1; row < rows(); ++row)
    if (T other = sum(row, x); other > most) {
      most = other;
      best = row;
    }
  return best;
}

template <class T>
bool Perceptron<T>::learn(std::span<const T> x, std::int64_t label) {
  std::int64_t said = predict(x);
  if (said == label) return true;
  if (rows() == 1) {
    add(0, x, label == 1 ? T(1) : T(-1));
  } else {
    add(label, x, T(1));
    add(said, x, T(-1));
  }
  return false;
}

template <class T>
void Perceptron<T>::add(std::int64_t row, std::span<const T> x, T sign) {
  T* w = weight_.data() + row * inputs_;
  for (std::int64_t i = 0; i < inputs_; ++i) w[i] += sign * x[std::size_t(i)];
  bias_[std::size_t(row)] += sign;
}

template class Perceptron<std::int64_t>;
template class Perceptron<double>;

}  // namespace percept::classic
