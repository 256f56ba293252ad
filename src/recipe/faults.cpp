#include "faults.hpp"

#include "percept/base/spelling.hpp"

namespace percept::recipe {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

Problem unknown(const std::string& kind, const std::string& word, const std::vector<std::string>& known,
                const std::string& prefix) {
  Problem problem("recipe.unknown." + kind, {{"name", prefix + word}});
  constexpr std::size_t kReadable = 12;  // a longer list hides the word that was meant
  std::optional<std::string> meant = nearest_spelling(word, known);
  if (meant && known.size() > kReadable)
    return std::move(problem).with_hint("recipe.meant_alone", {{"meant", prefix + *meant}});
  if (meant)
    return std::move(problem).with_hint("recipe.meant",
                                        {{"meant", prefix + *meant}, {"known", joined(known)}});
  return std::move(problem).with_hint("recipe.known", {{"known", joined(known)}});
}

}  // namespace percept::recipe
