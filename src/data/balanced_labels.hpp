// The labels of a generated set of ten classes.
#pragma once

#include <cstdint>
#include <string_view>

#include "percept/tensor/tensor.hpp"

namespace percept::data {

/// i64 [count]: every ten successive labels are a permutation of the ten classes.
Tensor balanced_labels(std::int64_t count, std::uint64_t seed, std::string_view path);

}  // namespace percept::data
