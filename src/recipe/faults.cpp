#include "faults.hpp"

#include "percept/base/spelling.hpp"

namespace percept::recipe {

Problem unknown(const std::string& kind, const std::string& word, const std::vector<std::string>& known,
                const std::string& prefix) {
  return unknown_word(Problem("recipe.unknown." + kind, {{"name", prefix + word}}), word, known, prefix);
}

}  // namespace percept::recipe
