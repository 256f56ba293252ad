// One example of a CTC batch as a chain of places: its targets with a blank before, between and behind them.
// An alignment walks from one of the first two places to one of the last two; a time step stays, goes on to
// the next place, or leaps over a blank between two different targets.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "reference.hpp"

namespace percept {

template <class T>
class CtcExample {
 public:
  static constexpr T kNever = -std::numeric_limits<T>::infinity();  // the logarithm of 0

  /// `in`: log_probabilities, targets, input_lengths, target_lengths. Lengths are held to what there is.
  CtcExample(std::span<const View> in, std::int64_t example, std::int64_t blank)
      : scores_(in[0].as<T>() + example * in[0].shape[2]), classes_(in[0].shape[2]),
        stride_(in[0].shape[1] * in[0].shape[2]) {
    std::int64_t room = in[1].shape[1];
    steps = std::clamp<std::int64_t>(whole(in[2], example), 0, in[0].shape[0]);
    std::int64_t count = std::clamp<std::int64_t>(whole(in[3], example), 0, room);
    label_.assign(std::size_t(2 * count + 1), blank);
    for (std::int64_t s = 0; s < count; ++s)
      label_[std::size_t(2 * s + 1)] = whole(in[1], example * room + s);
    places = 2 * count + 1;
  }

  std::int64_t steps = 0, places = 0;

  std::int64_t label(std::int64_t place) const { return label_[std::size_t(place)]; }
  /// ln p of the place's label at a time; that of a label that is no class is never.
  T score(std::int64_t time, std::int64_t place) const {
    std::int64_t c = label(place);
    return c >= 0 && c < classes_ ? scores_[time * stride_ + c] : kNever;
  }
  /// Whether a step may come to this place over the one before it.
  bool leaps_to(std::int64_t place) const {
    return place % 2 == 1 && place >= 2 && label(place) != label(place - 2);
  }

  /// alpha[t, s] = ln of the summed probability of all beginnings that are at place s at time t.
  std::vector<T> beginnings() const {
    std::vector<T> alpha(std::size_t(steps * places), kNever);
    auto at = [&](std::int64_t t, std::int64_t s) -> T& { return alpha[std::size_t(t * places + s)]; };
    for (std::int64_t s = 0; s < std::min<std::int64_t>(steps ? 2 : 0, places); ++s) at(0, s) = score(0, s);
    for (std::int64_t t = 1; t < steps; ++t)
      for (std::int64_t s = 0; s < places; ++s) {
        T sum = at(t - 1, s);
        if (s >= 1) sum = plus(sum, at(t - 1, s - 1));
        if (leaps_to(s)) sum = plus(sum, at(t - 1, s - 2));
        at(t, s) = sum + score(t, s);
      }
    return alpha;
  }
  /// beta[t, s] = ln of the summed probability of all that may follow being at place s at time t.
  std::vector<T> endings() const {
    std::vector<T> beta(std::size_t(steps * places), kNever);
    auto at = [&](std::int64_t t, std::int64_t s) -> T& { return beta[std::size_t(t * places + s)]; };
    for (std::int64_t s = std::max<std::int64_t>(places - 2, 0); steps && s < places; ++s)
      at(steps - 1, s) = 0;
    for (std::int64_t t = steps - 2; t >= 0; --t)
      for (std::int64_t s = 0; s < places; ++s) {
        T sum = at(t + 1, s) + score(t + 1, s);
        if (s + 1 < places) sum = plus(sum, at(t + 1, s + 1) + score(t + 1, s + 1));
        if (s + 2 < places && leaps_to(s + 2)) sum = plus(sum, at(t + 1, s + 2) + score(t + 1, s + 2));
        at(t, s) = sum;
      }
    return beta;
  }
  /// The loss; infinite where no alignment is possible.
  T loss(const std::vector<T>& alpha) const {
    if (steps == 0) return places == 1 ? T(0) : -kNever;
    T sum = alpha.back();
    if (places >= 2) sum = plus(sum, alpha[alpha.size() - 2]);
    return -sum;
  }

 private:
  // ln(e^a + e^b)
  static T plus(T a, T b) {
    if (a < b) std::swap(a, b);
    return b == kNever ? a : a + std::log1p(std::exp(b - a));
  }
  static std::int64_t whole(const View& view, std::int64_t i) {
    std::int64_t value = 0;
    with_integer(view, [&]<class I>(I) { value = std::int64_t(view.as<I>()[i]); });
    return value;
  }

  const T* scores_;
  std::int64_t classes_, stride_;
  std::vector<std::int64_t> label_;
};

}  // namespace percept
