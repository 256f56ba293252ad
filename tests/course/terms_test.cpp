// Each term of the decks leads in the course's index to a section whose example is run.
#include "course/terms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace percept::course {
namespace {

const Link* entry(const Page& index, const std::string& words) {
  auto found = std::find_if(index.links.begin(), index.links.end(),
                            [&](const Link& link) { return link.words == words; });
  return found == index.links.end() ? nullptr : &*found;
}

class Terms : public testing::TestWithParam<const char*> {
 protected:
  const Page index_ = read_page(GetParam(), "index");
  const std::vector<Term> terms_ = read_terms();
};

TEST_P(Terms, LeadToAnExampleThatIsRun) {
  for (const Term& term : terms_) {
    if (term.later) continue;
    const std::string& words = term.in(GetParam());
    const Link* link = entry(index_, words);
    ASSERT_NE(link, nullptr) << "the index lacks '" << words << "' of deck " << term.deck << ", "
                             << term.heading;
    const std::optional<Section> section = linked(index_, link->target);
    ASSERT_TRUE(section) << index_.place(link->line) << ": " << link->target;
    EXPECT_GT(section->blocks, 0u) << index_.place(link->line) << ": nothing is run in " << link->target;
  }
}

TEST_P(Terms, OfTheSecondPartHaveNoSectionYet) {
  std::set<std::string> titles;
  for (const std::string& name : page_names(GetParam()))
    for (const Section& section : read_page(GetParam(), name).sections) titles.insert(section.anchor);
  for (const Term& term : terms_) {
    if (!term.later) continue;
    const std::string& words = term.in(GetParam());
    EXPECT_EQ(entry(index_, words), nullptr) << "'" << words << "' is in the index: it must leave 'later'";
    EXPECT_FALSE(titles.contains(anchor_of(words)))
        << "'" << words << "' has a section: it must leave 'later'";
  }
}

TEST_P(Terms, OfTheIndexAreThoseOfTheDecks) {
  for (const Link& link : index_.links)
    EXPECT_TRUE(std::any_of(terms_.begin(), terms_.end(),
                            [&](const Term& term) { return term.in(GetParam()) == link.words; }))
        << index_.place(link.line) << ": '" << link.words << "' is not in tests/course/terms.txt";
}

TEST_P(Terms, AreSortedInTheIndex) {
  std::vector<std::string> words;
  for (const Link& link : index_.links) words.push_back(anchor_of(link.words));
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()))
      << *std::is_sorted_until(words.begin(), words.end()) << " stands too late";
}

INSTANTIATE_TEST_SUITE_P(In, Terms, testing::Values("en", "fr"));

TEST(Terms, AreTakenFromAllDecks) {
  std::set<std::string> decks, english;
  for (const Term& term : read_terms()) {
    decks.insert(term.deck);
    EXPECT_FALSE(term.heading.empty() || term.english.empty() || term.french.empty()) << term.english;
    EXPECT_TRUE(english.insert(term.english).second) << term.english << " comes twice";
  }
  EXPECT_EQ(decks, (std::set<std::string>{"0", "1", "2", "3", "4"}));
}

}  // namespace
}  // namespace percept::course
