// The words of the decks (terms.txt), and what a link of the course leads to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "course/page.hpp"

namespace percept::course {

struct Term {
  std::string deck;     // 0 to 4
  std::string heading;  // where the deck has it
  std::string english, french;
  bool later = false;  // comes with the second part of the course: it has no example yet
  const std::string& in(const std::string& language) const { return language == "fr" ? french : english; }
};

/// A line a term: DECK | HEADING | ENGLISH | FRENCH; those below the line "later" come with the second part.
std::vector<Term> read_terms(const std::string& text);
/// Those of the project.
std::vector<Term> read_terms();

/// The section a link of a page leads to (03-activations.md#sigmoid, #sigmoid; without # the page's first);
/// none where there is no such page or heading.
std::optional<Section> linked(const Page& from, const std::string& target);

}  // namespace percept::course
