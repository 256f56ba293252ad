// A fuzz target: one function that gives bytes from outside to a parser just as the program does.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::fuzz {

using Input = std::span<const std::byte>;

/// Whether the parser took the bytes. A finding is whatever ends the process: what a sanitizer sees, or an
/// exception that leaves this function.
using Parse = bool (*)(Input bytes);

struct Target {
  std::string_view name;
  Parse parse;
};

/// Those that are linked: one in a fuzzer, all of them in the replay of the corpus.
std::vector<Target>& targets();

/// An object of this at namespace scope makes the file a target.
struct Registration {
  Registration(std::string_view name, Parse parse) { targets().push_back({name, parse}); }
};

/// Throws where people could not read the problem; else false, for `Parse` to return.
bool refused(const Problem& problem);

template <class T>
bool accepted(const Result<T>& result) {
  return result.ok() || refused(result.problem());
}

/// Throws where something that holds of all input does not hold of this.
void require(bool holds, const char* what);

inline std::string_view text_of(Input bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace percept::fuzz
