#include "fuzz/target.hpp"

#include <stdexcept>
#include <string>

#include "io/readable.hpp"

namespace percept::fuzz {

std::vector<Target>& targets() {
  static std::vector<Target> targets;
  return targets;
}

bool refused(const Problem& problem) {
  if (std::string part = unreadable_part(problem); !part.empty())
    throw std::logic_error("a problem that nobody can read: " + part);
  return false;
}

void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

}  // namespace percept::fuzz

// What libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  percept::fuzz::targets().front().parse(std::as_bytes(std::span(data, size)));
  return 0;
}
