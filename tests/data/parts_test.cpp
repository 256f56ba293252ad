// Parts of data sets: selections, classes, what is held out.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "data/parts.hpp"
#include "io/mutations.hpp"
#include "percept/data/dataset.hpp"

namespace percept::data {
namespace {

/// Example i is the number i; its label is 0 but for every fifth, which is 1, and every fiftieth, 2.
DatasetPtr numbers(std::int64_t count) {
  Tensor values(DType::f32, {count, 1}), labels(DType::i64, {count});
  for (std::int64_t i = 0; i < count; ++i) {
    values.set(i, double(i));
    labels.set(i, i % 50 == 0 ? 2 : i % 5 == 0 ? 1 : 0);
  }
  return in_memory("numbers", {{"features", values}, {"label", labels}}, {"many", "some", "few"}, "{}");
}

std::vector<std::int64_t> values_of(const Dataset& dataset) {
  std::vector<std::int64_t> indices(std::size_t(dataset.size()), 0), values;
  std::iota(indices.begin(), indices.end(), std::int64_t(0));
  std::vector<Tensor> batch = allocate_batch(dataset, dataset.size());
  dataset.read(indices, batch);
  for (std::int64_t i = 0; i < dataset.size(); ++i) values.push_back(std::int64_t(batch[0].at(i)));
  return values;
}

std::vector<std::int64_t> counts_of(const Dataset& dataset) {
  std::vector<std::int64_t> counts(dataset.classes().size());
  for (std::int64_t label : dataset.labels()) ++counts[std::size_t(label)];
  return counts;
}

TEST(InMemory, HoldsAnyFields) {
  DatasetPtr dataset = numbers(60);
  EXPECT_EQ(dataset->fields(),
            (std::vector<Field>{{"features", DType::f32, {1}}, {"label", DType::i64, {}}}));
  EXPECT_EQ(dataset->schema(), "{}");
  EXPECT_EQ(select(dataset, {3})->schema(), "{}");
  std::vector<Tensor> batch = allocate_batch(*dataset, 2);
  dataset->read(std::vector<std::int64_t>{50, 4}, batch);
  EXPECT_EQ(batch[0].at(0), 50);
  EXPECT_EQ(batch[1].at(0), 2);
  EXPECT_EQ(batch[0].at(1), 4);
  EXPECT_EQ(batch[1].at(1), 0);
}

TEST(InMemory, RefusesFieldsThatDoNotFit) {
  Tensor three(DType::f32, {3, 2}), two = Tensor::zeros(DType::i64, {2});
  EXPECT_THROW(in_memory("x", {{"features", three}, {"label", two}}, {}), Error);
  EXPECT_THROW(in_memory("x", {{"features", Tensor(DType::u8, {3})}}, {}), Error);
  EXPECT_THROW(in_memory("x", {{"features", Tensor(DType::f32, Shape{})}}, {}), Error);
  EXPECT_THROW(in_memory("x", std::vector<std::pair<std::string, Tensor>>(), {}), Error);
  EXPECT_THROW(in_memory("x", {{"label", Tensor::full(DType::i64, {2}, 1)}}, {"only"}), Error);
  EXPECT_NO_THROW(in_memory("x", {{"label", two}}, {"only"}));
}

TEST(Select, GivesTheExamplesInThatOrderAndTheirLabels) {
  DatasetPtr selected = select(slice(numbers(60), 10, 60), {40, 0, 0});
  EXPECT_EQ(values_of(*selected), (std::vector<std::int64_t>{50, 10, 10}));
  EXPECT_EQ(selected->labels(), (std::vector<std::int64_t>{2, 1, 1}));
  EXPECT_THROW(select(numbers(3), {3}), Error);
  EXPECT_THROW(select(numbers(3), {-1}), Error);
  std::vector<Tensor> batch = allocate_batch(*selected, 1);
  EXPECT_THROW(selected->read(std::vector<std::int64_t>{3}, batch), Error);
}

TEST(HoldOut, TakesTheShareOfEveryClassAndLosesNothing) {
  auto [rest, held] = hold_out(numbers(1000), 0.2, 7);
  EXPECT_EQ(counts_of(*rest), (std::vector<std::int64_t>{640, 144, 16}));
  EXPECT_EQ(counts_of(*held), (std::vector<std::int64_t>{160, 36, 4}));
  std::vector<std::int64_t> all = values_of(*rest), second = values_of(*held);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  all.insert(all.end(), second.begin(), second.end());
  EXPECT_EQ(std::set<std::int64_t>(all.begin(), all.end()).size(), 1000u);
}

TEST(HoldOut, DependsOnTheSeedAlone) {
  EXPECT_EQ(values_of(*hold_out(numbers(100), 0.3, 1).second),
            values_of(*hold_out(numbers(100), 0.3, 1).second));
  EXPECT_NE(values_of(*hold_out(numbers(100), 0.3, 1).second),
            values_of(*hold_out(numbers(100), 0.3, 2).second));
}

TEST(HoldOut, SmallClassesAreOnBothSides) {
  auto [rest, held] = hold_out(numbers(51), 0.01, 0);
  EXPECT_EQ(counts_of(*held), (std::vector<std::int64_t>{1, 1, 1}));
  EXPECT_EQ(counts_of(*hold_out(numbers(51), 0.99, 0).first), (std::vector<std::int64_t>{1, 1, 1}));
  EXPECT_EQ(hold_out(numbers(1), 0.5, 0).second->size(), 0);
}

TEST(HoldOut, WithoutLabelsAllAreOfOneKind) {
  DatasetPtr plain = in_memory("plain", {{"features", Tensor::zeros(DType::f32, {40, 2})}}, {});
  auto [rest, held] = hold_out(plain, 0.25, 3);
  EXPECT_EQ(rest->size(), 30);
  EXPECT_EQ(held->size(), 10);
}

TEST(HoldOut, RefusesSharesThatLeaveNothing) {
  for (double share : {0.0, 1.0, -0.5, 2.0, std::nan("")})
    EXPECT_THROW(hold_out(numbers(9), share, 0), Error);
}

TEST(Parts, WhoIsInWhichDependsOnTheKeysNotOnTheOrder) {
  std::vector<std::uint64_t> keys;
  std::vector<std::int64_t> labels;
  for (std::uint64_t i = 0; i < 500; ++i)
    keys.push_back(i * 0x9E3779B97F4A7C15u), labels.push_back(i % 3 == 0);
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::shuffle(order.begin(), order.end(), std::mt19937(1));
  std::vector<std::uint64_t> shuffled_keys;
  std::vector<std::int64_t> shuffled_labels;
  for (std::size_t i : order) shuffled_keys.push_back(keys[i]), shuffled_labels.push_back(labels[i]);

  std::size_t total = 0;
  for (Split split : {Split::train, Split::test, Split::val}) {
    Spec spec{.split = split, .split_named = true};
    std::set<std::uint64_t> straight, shuffled;
    for (std::int64_t i : part_of(spec, keys, labels)) straight.insert(keys[std::size_t(i)]);
    for (std::int64_t i : part_of(spec, shuffled_keys, shuffled_labels))
      shuffled.insert(shuffled_keys[std::size_t(i)]);
    EXPECT_EQ(straight, shuffled);
    std::size_t wanted = split == Split::train ? 400 : split == Split::test ? 100 : 40;
    EXPECT_EQ(straight.size(), wanted);
    if (split != Split::val) total += straight.size();
  }
  EXPECT_EQ(total, 500u);
  EXPECT_EQ(part_of(Spec{}, keys, labels).size(), 500u);
}

TEST(Parts, ValidationIsPartOfTraining) {
  std::vector<std::uint64_t> keys(100);
  for (std::size_t i = 0; i < 100; ++i) keys[i] = i * 0x9E3779B97F4A7C15u;
  Indices train = part_of({.split = Split::train, .split_named = true}, keys, {});
  Indices val = part_of({.split = Split::val, .split_named = true}, keys, {});
  EXPECT_EQ(val.size(), 8u);
  EXPECT_TRUE(std::includes(train.begin(), train.end(), val.begin(), val.end()));
}

TEST(Classes, ArePickedAndOrdered) {
  DatasetPtr picked = pick_classes(numbers(100), {"few", "some"}).value();
  EXPECT_EQ(picked->classes(), (std::vector<std::string>{"few", "some"}));
  EXPECT_EQ(counts_of(*picked), (std::vector<std::int64_t>{2, 18}));
  EXPECT_EQ(values_of(*picked)[0], 0);
  std::vector<Tensor> batch = allocate_batch(*picked, 2);
  picked->read(std::vector<std::int64_t>{0, 1}, batch);
  EXPECT_EQ(batch[1].at(0), 0);
  EXPECT_EQ(batch[1].at(1), 1);
  EXPECT_THROW(picked->read(std::vector<std::int64_t>{0}, batch), Error);
  EXPECT_EQ(pick_classes(numbers(9), {"many", "some", "few"}).value()->size(), 9);
}

TEST(Classes, AnUnknownOneIsAnsweredWithTheNearest) {
  auto unknown = pick_classes(numbers(9), {"many", "fwe"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(render(unknown.problem(), Language::english),
            "numbers: there is no class 'fwe'\n  hint  did you mean 'few'? there are many, some, few");
  expect_readable(unknown.problem());
  auto far = pick_classes(numbers(9), {"elephant"});
  ASSERT_FALSE(far);
  EXPECT_EQ(far.problem().hint->id, "data.class.hint");
  auto twice = pick_classes(numbers(9), {"few", "few"});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.problem().code(), "data.classes.twice");
  expect_readable(twice.problem());
  DatasetPtr plain = in_memory("plain", {{"features", Tensor::zeros(DType::f32, {4, 2})}}, {});
  auto none = pick_classes(plain, {"few"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.problem().code(), "data.classes.none");
  expect_readable(none.problem());
}

}  // namespace
}  // namespace percept::data
