// What the recurrent kernels share beside their vectors: who is read when, and who computes what.
#pragma once

#include <algorithm>
#include <optional>

#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"

namespace percept::native {

/// Sequences that one thread walks through together: their states stay in its first caches.
inline constexpr std::int64_t kTogether = 48;
/// Of any target.
inline constexpr std::int64_t kMostLanes = 16;
/// Columns of the widest panel of the weight that is one part alone.
inline constexpr std::int64_t kPanel = 2 * kMostLanes;

/// Padded sequences side by side, [T, N, ...], as rows of [T N].
struct Sequences {
  std::int64_t steps, batch, hidden;
  bool reverse;
  const std::int64_t* lengths = nullptr;

  std::int64_t length(std::int64_t n) const { return std::clamp<std::int64_t>(lengths[n], 0, steps); }
  /// The time of the k-th step in the order of reading.
  std::int64_t time(std::int64_t k) const { return reverse ? steps - 1 - k : k; }
  /// The row that sequence n was read from before time t; -1 where it begins.
  std::int64_t row_before(std::int64_t t, std::int64_t n) const {
    bool begins = reverse ? t + 1 == length(n) : t == 0;
    return begins ? -1 : (reverse ? t + 1 : t - 1) * batch + n;
  }
  /// The row that it is read from last; -1 where it is empty.
  std::int64_t last_row(std::int64_t n) const {
    return length(n) == 0 ? -1 : (reverse ? 0 : length(n) - 1) * batch + n;
  }
};

/// One sequence at one step.
struct Reader {
  std::int64_t n, row, before;  // rows of [T N]; before: -1 where it begins
};

/// A row of states, or of the first states where the row is -1.
inline const float* state_at(const float* states, const float* first, std::int64_t row, std::int64_t n,
                             std::int64_t hidden) {
  return row < 0 ? first + n * hidden : states + row * hidden;
}

/// The states after sequences [first, last): those of their own last rows.
inline void copy_last(const Sequences& s, std::int64_t first, std::int64_t last, const float* states,
                      const float* first_states, float* to) {
  for (std::int64_t n = first; n < last; ++n)
    std::copy_n(state_at(states, first_states, s.last_row(n), n, s.hidden), s.hidden, to + n * s.hidden);
}

inline std::optional<Message> recurrent_refusal(const Node& node) {
  DType dtype = node.outputs[0].dtype;
  if (dtype != DType::f32) return Message("kernels.dtype", {{"dtype", name_of(dtype)}});
  for (const ValueType& type : node.outputs)
    if (type.shape.elements() == 0) return Message("kernels.empty");
  return std::nullopt;
}

/// Threads take the sequences among them, and each walks through all the steps of its own without waiting for
/// the others.
class RecurrentKernel : public Kernel {
 protected:
  /// `gates`: how many times `hidden` rows the weight has.
  RecurrentKernel(const Node& node, std::int64_t weight, bool reverse) {
    const Shape &x = node.inputs[0].shape(), &w = node.inputs[std::size_t(weight)].shape();
    s_ = {x[0], x[1], w[1], reverse};
    gates_ = w[0] / w[1];
    std::int64_t threads = std::min<std::int64_t>(thread_count(), s_.batch);
    groups_ = (s_.batch + kTogether * threads - 1) / (kTogether * threads) * threads;
    constexpr std::int64_t kWorthThreads = 1 << 16;  // multiplications
    grain_ = s_.steps * s_.batch * w.elements() < kWorthThreads ? groups_ : 1;
  }

  Sequences with_lengths(const void* lengths) const {
    Sequences s = s_;
    s.lengths = static_cast<const std::int64_t*>(lengths);
    return s;
  }

  /// Calls f(first, last) for groups of sequences, at most kTogether.
  template <class F>
  void each_group(F&& f) const {
    parallel_for(groups_, grain_, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t g = begin; g < end; ++g) f(s_.batch * g / groups_, s_.batch * (g + 1) / groups_);
    });
  }

  /// Calls f(first, last) for ranges of units that begin at a whole vector of any target, to pack their
  /// columns of the weight.
  template <class F>
  void each_units(F&& f) const {
    parallel_for((s_.hidden + kPanel - 1) / kPanel, grain_, [&](std::int64_t begin, std::int64_t end) {
      f(begin * kPanel, std::min(end * kPanel, s_.hidden));
    });
  }
  /// Floats of the packed weight, of any target and for both directions of time.
  std::int64_t packed_size() const {
    return gates_ * s_.hidden * ((s_.hidden + kPanel - 1) / kPanel * kPanel);
  }

  Sequences s_;
  std::int64_t gates_, groups_, grain_;
};

}  // namespace percept::native
