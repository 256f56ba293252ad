#include "percept/base/problem.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/messages.hpp"

namespace percept {
namespace {

Problem sample() {
  Problem problem =
      Problem("tensor.reshape", {{"from", "[2, 3]"}, {"have", 6}, {"to", "[4, 2]"}, {"need", 8}})
          .about("reshape 'tête'")
          .operand({"input", "image", "f32[N=2 C=3]"})
          .operand({"weight", "tête.weight", "f32[out=4 in=2]"})
          .with_hint("base.defect.hint")
          .at("main.cpp:41");
  problem.reasons.emplace_back("tensor.item", std::vector<Argument>{{"shape", "[2, 3]"}});
  return problem;
}

TEST(Problem, RendersInEnglish) {
  EXPECT_EQ(render(sample(), Language::english),
            "reshape 'tête': [2, 3] has 6 elements, [4, 2] would need 8\n"
            "  also    a tensor of shape [2, 3] is not one number\n"
            "  input   image        f32[N=2 C=3]\n"
            "  weight  tête.weight  f32[out=4 in=2]\n"
            "  hint    please report it with the command that shows it\n"
            "  at      main.cpp:41");
}

TEST(Problem, RendersInFrench) {
  EXPECT_EQ(render(sample(), Language::french),
            "reshape 'tête': [2, 3] a 6 éléments, [4, 2] en demanderait 8\n"
            "  aussi    un tenseur de forme [2, 3] n'est pas un seul nombre\n"
            "  input    image        f32[N=2 C=3]\n"
            "  weight   tête.weight  f32[out=4 in=2]\n"
            "  conseil  merci de le signaler avec la commande qui le montre\n"
            "  lieu     main.cpp:41");
}

// Columns are counted in characters: an accent takes two bytes and one column.
TEST(Problem, AlignsAccents) {
  Problem problem = Problem("base.hint").operand({"entrée", "é", "1"}).operand({"poids", "ab", "2"});
  EXPECT_EQ(render(problem, Language::english), "hint\n  entrée  é   1\n  poids   ab  2");
}

TEST(Problem, HeadlineIsTheFirstLine) {
  EXPECT_EQ(headline(sample(), Language::english),
            "reshape 'tête': [2, 3] has 6 elements, [4, 2] would need 8");
  EXPECT_EQ(headline(Problem("base.at"), Language::french), "lieu");
}

TEST(Problem, CodeIsTheFirstReason) {
  EXPECT_EQ(sample().code(), "tensor.reshape");
  EXPECT_EQ(Problem().code(), "");
}

TEST(Problem, SaysWhereInTheSource) {
  Problem problem = Problem("base.hint").at(Location::current());
  EXPECT_TRUE(problem.where.ends_with("tests/base/problem_test.cpp:" + std::to_string(__LINE__ - 1)))
      << problem.where;
}

TEST(Error, CarriesTheProblemAndItsText) {
  try {
    throw Error(sample());
  } catch (const std::exception& error) {
    EXPECT_EQ(std::string(error.what()), render(sample()));
    EXPECT_EQ(dynamic_cast<const Error&>(error).problem().code(), "tensor.reshape");
  }
}

TEST(Message, NumbersFollowTheLanguage) {
  Message message("base.defect", {{"what", 0.25}});
  EXPECT_EQ(render(message, Language::english), "this is a defect of percept, not of your work: 0.25");
  EXPECT_EQ(render(message, Language::french), "c'est un défaut de percept, pas de votre travail : 0,25");
  Message whole("base.defect", {{"what", 12345678}});
  EXPECT_TRUE(render(whole, Language::french).ends_with(": 12345678"));
  // A point in a text is no decimal point.
  Message name("base.defect", {{"what", "a.b"}});
  EXPECT_TRUE(render(name, Language::french).ends_with(": a.b"));
}

TEST(Message, NeverFailsToRender) {
  EXPECT_EQ(render(Message("no.such_line")), "no.such_line");
  EXPECT_EQ(render(Message("tensor.item"), Language::english),
            "a tensor of shape {shape} is not one number (tensor.item)");
  Message brace("base.defect", {{"what", "{x"}});
  EXPECT_TRUE(render(brace, Language::english).ends_with(": {x"));
}

class Locale : public testing::Test {
 protected:
  void SetUp() override { set(nullptr, nullptr, nullptr); }
  void TearDown() override {
    for (std::size_t i = 0; i < 3; ++i) put(kNames[i], before_[i] ? before_[i]->c_str() : nullptr);
  }
  void set(const char* all, const char* messages, const char* lang) {
    put("LC_ALL", all), put("LC_MESSAGES", messages), put("LANG", lang);
  }

 private:
  static constexpr const char* kNames[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  static std::optional<std::string> read(const char* name) {
    const char* value = std::getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
  }
  static void put(const char* name, const char* value) { value ? setenv(name, value, 1) : unsetenv(name); }
  std::optional<std::string> before_[3] = {read(kNames[0]), read(kNames[1]), read(kNames[2])};
};

TEST_F(Locale, FrenchWhereAskedFor) {
  EXPECT_EQ(language_of_locale(), Language::english);
  set(nullptr, nullptr, "fr_FR.UTF-8");
  EXPECT_EQ(language_of_locale(), Language::french);
  set(nullptr, nullptr, "de_DE.UTF-8");
  EXPECT_EQ(language_of_locale(), Language::english);
}

TEST_F(Locale, TheFirstThatIsSetDecides) {
  set("C", "fr_FR", "fr_FR");
  EXPECT_EQ(language_of_locale(), Language::english);
  set("", "fr", "en_GB");  // empty counts as not set
  EXPECT_EQ(language_of_locale(), Language::french);
}

TEST(Language, CanBeChosen) {
  Language before = language();
  set_language(Language::french);
  EXPECT_EQ(text("base.hint"), "conseil");
  set_language(Language::english);
  EXPECT_EQ(text("base.hint"), "hint");
  set_language(before);
}

}  // namespace
}  // namespace percept
