// The parts of a set that has no test examples of its own: which example is in which is told by a key of
// each.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "percept/data/spec.hpp"

namespace percept::data {

using Indices = std::vector<std::int64_t>;

/// A key by a name: a file's, or a row's whole text.
std::uint64_t key_of(std::string_view name);

/// Of every label the `share` with the smallest keys is held out, in rounded numbers, but where there are two
/// or more at least one and not all; without labels all are of one kind. The rest, and what is held out, both
/// ascending.
std::pair<Indices, Indices> divide(std::span<const std::uint64_t> keys, std::span<const std::int64_t> labels,
                                   double share);

/// The examples that the SPEC's split means (data/spec.hpp); all, where it names none.
Indices part_of(const Spec& spec, std::span<const std::uint64_t> keys, std::span<const std::int64_t> labels);

/// The problem of a part in which nothing is.
Problem empty_part(const Spec& spec);

}  // namespace percept::data
