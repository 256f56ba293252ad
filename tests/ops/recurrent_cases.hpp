// What the cases of the recurrent ops share: sizes of every awkward kind, and lengths that differ.
#pragma once

#include "ops/op_case.hpp"

namespace percept::proof {

struct SequenceSizes {
  const char* name;
  std::int64_t steps, batch, hidden;
  std::vector<double> lengths = {};  // one a sequence; none: all steps
  bool reverse = false;
  DType dtype = DType::f32;
};

inline const std::vector<SequenceSizes> kSequences = {
    {"a step, a sequence, a unit", 1, 1, 1},
    {"3 units", 5, 2, 3},
    {"3 units in reverse", 5, 2, 3, {}, true},
    {"17 units", 3, 3, 17},
    {"lengths", 4, 3, 3, {2, 4, 1}},
    {"lengths in reverse", 4, 3, 3, {2, 4, 1}, true},
    {"an empty sequence", 3, 3, 2, {0, 3, 2}},
    {"an empty sequence in reverse", 3, 3, 2, {0, 3, 2}, true},
    {"lengths that are no lengths", 3, 2, 2, {-1, 5}},
    {"lengths that are no lengths in reverse", 3, 2, 2, {-1, 5}, true},
    {"33 units, 17 sequences", 3, 17, 33, {}, false},
    {"no sequence", 3, 0, 2},
    {"f64", 3, 2, 2, {3, 2}, true, DType::f64},
};

/// A drawn input of that shape.
inline InputSpec part(const SequenceSizes& s, Shape shape) {
  return {.shape = std::move(shape), .dtype = s.dtype};
}
/// The lengths as an input: given, or the number of steps.
inline InputSpec lengths_of(const SequenceSizes& s) {
  std::vector<double> all(std::size_t(s.batch), double(s.steps));
  return given({s.batch}, s.lengths.empty() ? all : s.lengths, DType::i64);
}
/// Drawn values in (0, 1), as of a gate.
inline InputSpec gate(const SequenceSizes& s, std::int64_t gates) {
  return {.shape = {s.steps, s.batch, gates * s.hidden}, .dtype = s.dtype, .low = 0.05, .high = 0.95};
}

}  // namespace percept::proof
