// The catalogue is whole: each line in both languages with the same arguments, each id that the code uses
// written there, each line used, and each use gives the arguments that its line names.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <regex>
#include <set>

#include "base/messages.hpp"
#include "house/sources.hpp"

namespace percept::house {
namespace {

using Names = std::set<std::string>;

// The names in {braces}; {{ stands for a brace.
Names arguments_of(const std::string& pattern) {
  Names names;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') continue;
    if (i + 1 < pattern.size() && pattern[i + 1] == '{') {
      ++i;
      continue;
    }
    std::size_t end = pattern.find_first_of(":}", i);
    names.insert(pattern.substr(i + 1, end - i - 1));
    i = pattern.find('}', i);
    if (i == pattern.npos) break;
  }
  return names;
}

std::vector<std::string> faults(std::span<const CatalogueLine> lines) {
  std::vector<std::string> found;
  Names seen;
  static const std::regex shape(R"([a-z][a-z0-9_]*(\.[a-z0-9_]+)+)");
  for (const CatalogueLine& line : lines) {
    std::string id = line.id;
    if (!std::regex_match(id, shape)) found.push_back(id + ": an id is FOLDER.what");
    if (!seen.insert(id).second) found.push_back(id + " stands twice");
    if (!*line.english) found.push_back(id + " has no English");
    if (!*line.french) found.push_back(id + " has no French");
    if (arguments_of(line.english) != arguments_of(line.french))
      found.push_back(id + ": the languages name different arguments");
  }
  return found;
}

// An id given to Problem, Message, text, with_hint, ... and the names of the arguments given with it, where
// they are written out there.
struct Use {
  std::string id;
  std::optional<Names> arguments;
};

// The names in `, {{"a", x}, {"b", y}})`, which is `after`; none where the arguments are not written out.
std::optional<Names> arguments_given(const std::string& after) {
  static const std::regex none(R"(^ *[)}].*)"), list(R"(^ *, *\{ *\{.*)");
  if (std::regex_match(after, none)) return Names();
  if (!std::regex_match(after, list)) return std::nullopt;
  Names names;
  int depth = 0;
  for (std::size_t i = after.find('{'); i < after.size(); ++i) {
    if (after[i] == '{' && ++depth == 2) {
      std::size_t open = after.find_first_not_of(' ', i + 1);
      if (open == after.npos || after[open] != '"') return std::nullopt;
      names.insert(after.substr(open + 1, after.find('"', open + 1) - open - 1));
    }
    if (after[i] == '}' && --depth == 0) return names;
  }
  return std::nullopt;
}

// Three ways to say a message. The named functions take its arguments beside it; `problem` and the like,
// which files write for themselves, may add their own; and whatever is called with an id of a folder whose
// name is no field of a recipe takes it for a message.
std::vector<Use> uses(const std::string& code) {
  static const std::regex id(R"([a-z][a-z0-9_]*(\.[a-z0-9_]+)+)");
  static const std::string choice = R"re((?:[^;"]*\?)? *(?:"[a-z0-9_.]*" *: *)?$)re";
  static const std::regex full(
      R"re(\b(?:(?:Problem|Message)(?: +\w+)?|text|with_hint|reason|label|hint|require) *[({](?:[^;"]*,)?)re" +
      choice);
  static const std::regex named(R"(\b(?:problem|unfit) *\()" + choice);
  static const std::regex call(R"(\b\w+ *\( *$)"),
      plain(R"((?:base|tensor|graph|io|ops|nn|plot|runtime|percept)\..*)");
  std::vector<Use> found;
  for (const Literal& literal : literals(code)) {
    const std::string &text = literal.text, &before = literal.before;
    if (!std::regex_match(text, id)) continue;
    if (std::regex_search(before, full))
      found.push_back({text, arguments_given(literal.after)});
    else if (std::regex_search(before, named) ||
             (std::regex_match(text, plain) && std::regex_search(before, call)))
      found.push_back({text, std::nullopt});
  }
  return found;
}

// An id stands in the code whole, or up to a point, where its last word is put on: "data.source." + name.
bool is_used(const std::string& id, const Names& literals) {
  return literals.contains(id) || literals.contains(id.substr(0, id.rfind('.') + 1));
}

std::string listed(const Names& names) {
  std::string out;
  for (const std::string& name : names) out += " " + name;
  return out;
}

TEST(Messages, TheCatalogueIsWhole) {
  EXPECT_GT(catalogue().size(), 5u);
  for (const std::string& fault : faults(catalogue())) ADD_FAILURE() << fault;
}

TEST(Messages, EveryUseStandsInTheCatalogue) {
  int count = 0;
  for (const Source& file : sources({"src", "apps", "include"}))
    for (const Use& use : uses(file.text)) {
      ++count;
      const CatalogueLine* line = find_message(use.id);
      if (!line) {
        ADD_FAILURE() << file.path << " uses " << use.id << ", which the catalogue lacks";
      } else if (use.arguments) {
        Names given = *use.arguments;
        if (use.id.starts_with("onnx.refused.") && !use.id.ends_with(".hint"))
          given.insert({"node", "op"});  // the importer adds them
        EXPECT_EQ(listed(given), listed(arguments_of(line->english))) << file.path << ": " << use.id;
      }
    }
  EXPECT_GT(count, 5);
}

TEST(Messages, EveryLineIsUsed) {
  Names used;
  for (const Source& file : sources({"src", "apps", "include"}))
    for (const Literal& literal : literals(file.text)) used.insert(literal.text);
  for (const CatalogueLine& line : catalogue())
    EXPECT_TRUE(is_used(line.id, used)) << line.id << " is never used";
}

// The checks, shown able to fail.
TEST(MessagesChecker, ReadsArguments) {
  EXPECT_EQ(arguments_of("{a} of {b:>4}, {{not}} {a}"), (Names{"a", "b"}));
  EXPECT_EQ(arguments_of("nothing"), Names());
}

TEST(MessagesChecker, FindsFaults) {
  const CatalogueLine good[] = {{"io.gone", "{file} is gone", "{file} a disparu"}};
  EXPECT_TRUE(faults(good).empty());
  const CatalogueLine bad[] = {
      {"io.twice", "a", "b"},  {"io.twice", "a", "b"}, {"nofolder", "a", "b"},
      {"io.english", "", "b"}, {"io.french", "a", ""}, {"io.other", "{x}", "{y}"},
  };
  EXPECT_EQ(faults(bad).size(), 5u);
}

TEST(MessagesChecker, FindsUses) {
  auto ids = [](const char* code) {
    std::string out;
    for (const Use& use : uses(code)) out += use.id + " ";
    return out;
  };
  EXPECT_EQ(ids("throw Error(Problem(\"io.gone\", {{\"file\", f}}));"), "io.gone ");
  EXPECT_EQ(ids("Problem problem(\n    \"io.gone\");"), "io.gone ");
  EXPECT_EQ(ids("p.with_hint(\"io.hint\"); Message{\"io.word\"}; text(\"a.b\")"), "io.hint io.word a.b ");
  EXPECT_EQ(ids("text(many ? \"io.many\" : \"io.one\")"), "io.many io.one ");
  EXPECT_EQ(ids("c.require(f(a) > 0, \"ops.window\", {{\"size\", n}}); c.hint(\"ops.hint\")"),
            "ops.window ops.hint ");
  EXPECT_EQ(ids("unfit(\"data.count\", path); throw broken(\"graph.cycle\")"), "data.count graph.cycle ");
  EXPECT_EQ(ids("// Problem(\"io.gone\")\nopen(\"model.bin\"); key(\"data.source\");"), "");
}

TEST(MessagesChecker, KnowsWhatIsUsed) {
  EXPECT_TRUE(is_used("io.gone", {"io.gone"}));
  EXPECT_TRUE(is_used("data.source.mnist", {"data.source."}));
  EXPECT_FALSE(is_used("io.gone", {"io.gone.hint"}));
  EXPECT_FALSE(is_used("data.source.mnist", {"data."}));
}

TEST(MessagesChecker, FindsTheArgumentsOfAUse) {
  auto given = [](const char* code) { return uses(code).at(0).arguments; };
  EXPECT_EQ(given("Problem(\"io.gone\", {{\"file\", f}, {\"why\", g({\"x\"})}}).about(x)"),
            (Names{"file", "why"}));
  EXPECT_EQ(given("Problem(\"io.gone\")"), Names());
  EXPECT_EQ(given("c.require(a, \"ops.x\", {{\"a\", f(a, b)}})"), (Names{"a"}));
  EXPECT_EQ(given("Problem(\"io.gone\", arguments)"), std::nullopt);
}

}  // namespace
}  // namespace percept::house
