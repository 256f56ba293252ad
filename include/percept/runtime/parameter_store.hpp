// Where parameters live between runs.
#pragma once

#include <map>

#include "percept/graph/graph.hpp"

namespace percept {

/// Owns one tensor a parameter, by path, row-major, with a version that grows when it changes; several
/// programs may share a store. Thread safety: one thread owns it. Addresses of entries and of their bytes
/// never change.
class ParameterStore {
 public:
  struct Entry {
    Parameter parameter;
    Tensor value;
    std::uint64_t version = 0;
  };

  /// `seed` decides the initial values, with each parameter's path.
  explicit ParameterStore(std::uint64_t seed = 0) : seed_(seed) {}
  ParameterStore(const ParameterStore&) = delete;
  ParameterStore& operator=(const ParameterStore&) = delete;

  /// The parameter's entry, made and initialised at its first mention; throws where its type has changed.
  Entry& ensure(const Parameter& parameter);
  /// Null where no program has mentioned it.
  Entry* find(std::string_view path);
  const Entry* find(std::string_view path) const;
  /// Overwrites a value; throws where there is no such parameter or the type is another.
  void set(std::string_view path, const Tensor& value);

  /// By path, in alphabetical order.
  const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }
  /// Copies of the values, by path.
  std::map<std::string, Tensor> snapshot() const;
  std::uint64_t seed() const { return seed_; }

 private:
  std::uint64_t seed_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace percept
