// Whether people can read a problem.
#pragma once

#include <string>

#include "percept/base/problem.hpp"

namespace percept {

/// What of a problem people could not read, empty where there is nothing: a text that the catalogue lacks in
/// a language, an argument that is not given, no hint. Renders all of it on the way.
inline std::string unreadable_part(const Problem& problem) {
  if (problem.reasons.empty()) return "no reason";
  if (!problem.hint) return problem.code() + ": no hint";
  for (Language language : {Language::english, Language::french}) {
    auto is_lacking = [&](const Message& message) {
      std::string text = render(message, language);
      // Where an argument is missing, the pattern is shown with its id.
      return text == message.id || text.ends_with("(" + message.id + ")");
    };
    for (const Message& reason : problem.reasons)
      if (is_lacking(reason)) return reason.id;
    if (is_lacking(*problem.hint)) return problem.hint->id;
    if (render(problem, language).empty()) return problem.code() + ": renders as nothing";
  }
  return "";
}

}  // namespace percept
