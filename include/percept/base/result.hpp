// What an operation on the outside world gives: a value, or the problem that prevented it.
#pragma once

#include <utility>
#include <variant>

#include "percept/base/problem.hpp"

namespace percept {

struct Done {};

template <class T = Done>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}

  bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// The value; throws `Error` with the problem where there is none.
  T& value() & { return require(), std::get<0>(state_); }
  const T& value() const& { return require(), std::get<0>(state_); }
  T value() && { return require(), std::get<0>(std::move(state_)); }

  /// Requires `ok()`.
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  /// Requires `!ok()`.
  const Problem& problem() const& { return std::get<1>(state_); }
  Problem problem() && { return std::get<1>(std::move(state_)); }

 private:
  void require() const {
    if (!ok()) throw Error(std::get<1>(state_));
  }
  std::variant<T, Problem> state_;
};

}  // namespace percept
