#include "percept/metrics/text.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "percept/base/problem.hpp"
#include "percept/metrics/perplexity.hpp"

namespace percept::metrics {
namespace {

// The examples of Papineni et al. 2002.
const Tokens kFirst = words_of(
    "It is a guide to action which ensures that the military always obeys the commands of the party");
const Tokens kSecond =
    words_of("It is to insure the troops forever hearing the activity guidebook that party direct");
const std::vector<Tokens> kReferences = {
    words_of("It is a guide to action that ensures that the military will forever heed Party commands"),
    words_of(
        "It is the guiding principle which guarantees the military forces always being under the command "
        "of the Party"),
    words_of("It is the practical guide for the army always to heed the directions of the party")};

Bleu bleu_of(const Tokens& candidate, const std::vector<Tokens>& references, int order = 4) {
  Bleu bleu(order);
  bleu.add(candidate, references);
  return bleu;
}

TEST(Bleu, PrecisionsOfThePaper) {
  Bleu first = bleu_of(kFirst, kReferences), second = bleu_of(kSecond, kReferences);
  EXPECT_DOUBLE_EQ(first.precision(1), 17.0 / 18);
  EXPECT_DOUBLE_EQ(first.precision(2), 10.0 / 17);
  EXPECT_DOUBLE_EQ(second.precision(1), 8.0 / 14);
  EXPECT_DOUBLE_EQ(second.precision(2), 1.0 / 13);
  Bleu the = bleu_of(words_of("the the the the the the the"),
                     {words_of("the cat is on the mat"), words_of("there is a cat on the mat")});
  EXPECT_DOUBLE_EQ(the.precision(1), 2.0 / 7);
  EXPECT_EQ(the.value(), 0);
}

// The length of the second reference comes closest, so nothing is taken off; NLTK gives the same.
TEST(Bleu, OfTheFirstCandidate) {
  Bleu first = bleu_of(kFirst, kReferences);
  EXPECT_EQ(first.brevity_penalty(), 1);
  EXPECT_NEAR(first.value(), 0.5045666840058485, 1e-12);
}

TEST(Bleu, ShortOnesPay) {
  Bleu half = bleu_of(words_of("a b c d"), {words_of("a b c d e f g h")});
  EXPECT_DOUBLE_EQ(half.value(), std::exp(-1));
  EXPECT_DOUBLE_EQ(bleu_of(words_of("a b c d"), {words_of("a b c d")}).value(), 1);
  // 3 and 5 are as close to 4: the shorter counts.
  EXPECT_EQ(bleu_of(words_of("a b c d"), {words_of("a b c d e"), words_of("a b c")}).brevity_penalty(), 1);
}

// Counts are added over the sentences, not their scores.
TEST(Bleu, IsOfTheWholeText) {
  Bleu both(1);
  both.add(words_of("a b"), {words_of("a b")});
  both.add(words_of("x y z w"), {words_of("a b c d")});
  EXPECT_DOUBLE_EQ(both.value(), 2.0 / 6);
}

TEST(Bleu, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Bleu(0), Error);
  EXPECT_THROW(Bleu().add({"a"}, {}), Error);
  EXPECT_EQ(Bleu().value(), 0);
  EXPECT_EQ(bleu_of({"a"}, {{"a"}}).value(), 0);  // it has no 2-gram
}

TEST(EditDistance, KnownWords) {
  using namespace std::string_literals;
  EXPECT_EQ(edit_distance("kitten"s, "sitting"s), 3);
  EXPECT_EQ(edit_distance("Saturday"s, "Sunday"s), 3);
  EXPECT_EQ(edit_distance(""s, "abc"s), 3);
  EXPECT_EQ(edit_distance("abc"s, ""s), 3);
  EXPECT_EQ(edit_distance(""s, ""s), 0);
}

TEST(ErrorRate, OfWordsAndOfCharacters) {
  ErrorRate words, characters;
  words.add(words_of("the cat  sat\ton mat "), words_of("the cat sat on the mat"));
  words.add(words_of("yes sir"), words_of("yes"));
  EXPECT_DOUBLE_EQ(words.value(), 2.0 / 7);
  characters.add(characters_of("été"), characters_of("etes"));
  EXPECT_DOUBLE_EQ(characters.value(), 3.0 / 4);
  EXPECT_TRUE(std::isnan(ErrorRate().value()));
}

TEST(Tokens, OfText) {
  EXPECT_EQ(words_of(" \n"), Tokens());
  EXPECT_EQ(characters_of("aé€😀"), (Tokens{"a", "é", "€", "😀"}));
  EXPECT_EQ(characters_of("\xC3(\xE2\x82"), (Tokens{"\xC3", "(", "\xE2", "\x82"}));  // broken ones
  std::vector<std::int64_t> numbers = {3, -1};
  EXPECT_EQ(tokens_of(numbers), (Tokens{"3", "-1"}));
}

TEST(PerplexityTest, OfWhoKnowsNothingIsTheNumberOfTokens) {
  Perplexity perplexity;
  perplexity.add(Tensor::full(DType::f32, {4, 65}, 7), Tensor::from<std::int64_t>({4}, {0, 64, 3, 3}));
  EXPECT_NEAR(perplexity.value(), 65, 1e-10);
}

TEST(PerplexityTest, IsTheInverseOfTheGeometricMeanOfTheProbabilities) {
  Perplexity perplexity;
  Tensor scores = Tensor::from<double>({1, 2}, {std::log(0.5), std::log(0.5)});
  perplexity.add(scores, Tensor::from<std::int64_t>({1}, {0}));
  scores = Tensor::from<double>({2, 2}, {std::log(0.125) + 1e4, std::log(0.875) + 1e4, 0, 0});
  perplexity.add(scores, Tensor::from<std::int64_t>({2}, {0, -1}), -1);
  EXPECT_EQ(perplexity.count(), 2);
  EXPECT_NEAR(perplexity.value(), 1 / std::sqrt(0.5 * 0.125), 1e-9);
  EXPECT_THROW(perplexity.add(scores, Tensor::from<std::int64_t>({2}, {0, 2})), Error);
  EXPECT_TRUE(std::isnan(Perplexity().value()));
}

}  // namespace
}  // namespace percept::metrics
