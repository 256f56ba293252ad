#include "percept/data/loader.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>

namespace percept {
namespace {

using data::Batch;
using data::Loader;

/// Examples that are their own index. Reading takes a moment, longer for some, and fails at `broken`.
class Numbers : public data::Dataset {
 public:
  explicit Numbers(std::int64_t size, std::int64_t broken = -1, bool slow = false)
      : size_(size), broken_(broken), slow_(slow) {}
  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return size_; }
  const std::vector<data::Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      if (indices[i] == broken_) throw std::runtime_error("example is broken");
      out[0].data<float>()[i] = float(indices[i]);
      out[1].data<std::int64_t>()[i] = indices[i];
    }
    if (slow_) std::this_thread::sleep_for(std::chrono::microseconds(300 * (indices[0] % 5)));
    examples += int(indices.size());
  }
  mutable std::atomic<int> examples = 0;  // that were read

 private:
  std::string name_ = "numbers";
  std::int64_t size_, broken_;
  bool slow_;
  std::vector<data::Field> fields_ = {{"image", DType::f32, {1, 1, 1}}, {"label", DType::i64, {}}};
  std::vector<std::string> classes_;
};

std::vector<std::int64_t> labels(Loader& loader, std::int64_t epoch = 0) {
  std::vector<std::int64_t> all;
  std::int64_t index = 0;
  for (const Batch& batch : loader.epoch(epoch)) {
    EXPECT_EQ(batch.index, index++);
    auto values = batch["label"].data<std::int64_t>();
    EXPECT_EQ(std::int64_t(values.size()), batch.size);
    EXPECT_EQ(batch["image"].shape(), (Shape{batch.size, 1, 1, 1}));
    for (std::size_t i = 0; i < values.size(); ++i)
      EXPECT_EQ(batch["image"].at(std::int64_t(i)), double(values[i]));
    all.insert(all.end(), values.begin(), values.end());
  }
  EXPECT_EQ(index, loader.batches());
  return all;
}

std::vector<std::int64_t> counted(std::int64_t size) {
  std::vector<std::int64_t> all(std::size_t(size), 0);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

TEST(Loader, GivesEveryExampleOnceInOrderWithASmallerLastBatch) {
  for (int workers : {0, 1, 3})
    for (std::int64_t size : {0, 1, 63, 64, 65, 1000}) {
      Loader loader(std::make_shared<Numbers>(size), {.batch = 64, .workers = workers});
      EXPECT_EQ(loader.batches(), (size + 63) / 64);
      EXPECT_EQ(labels(loader), counted(size));
      EXPECT_EQ(labels(loader, 1), counted(size));  // the last batch of the first epoch has left no trace
    }
}

TEST(Loader, CanDropTheSmallerLastBatch) {
  Loader loader(std::make_shared<Numbers>(100), {.batch = 30, .drop_last = true});
  EXPECT_EQ(loader.batches(), 3);
  EXPECT_EQ(labels(loader), counted(90));
  Loader none(std::make_shared<Numbers>(20), {.batch = 30, .drop_last = true});
  EXPECT_EQ(labels(none), counted(0));
}

TEST(Loader, ShuffledOrderDependsOnSeedAndEpochNeverOnWorkers) {
  auto order = [](int workers, int prefetch, std::uint64_t seed, std::int64_t epoch) {
    Loader loader(std::make_shared<Numbers>(500, -1, true),
                  {.batch = 16, .shuffle = true, .seed = seed, .workers = workers, .prefetch = prefetch});
    return labels(loader, epoch);
  };
  std::vector<std::int64_t> first = order(1, 4, 0, 0);
  for (int workers : {0, 2, 4, 9}) EXPECT_EQ(order(workers, 1 + workers, 0, 0), first);
  EXPECT_NE(order(2, 4, 0, 1), first);
  EXPECT_NE(order(2, 4, 1, 0), first);
  std::set<std::int64_t> distinct(first.begin(), first.end());
  EXPECT_EQ(distinct.size(), 500u);
}

TEST(Loader, ShuffleIsPinnedSoThatOldRunsCanBeRepeated) {
  EXPECT_EQ(data::shuffled_order(10, 0, 0), (std::vector<std::int64_t>{6, 3, 7, 0, 8, 9, 4, 2, 5, 1}));
}

TEST(Loader, EveryPlaceIsAsLikelyForEveryExample) {
  constexpr int kEpochs = 6000, kSize = 6;
  int seen[kSize][kSize] = {};
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    auto order = data::shuffled_order(kSize, 3, epoch);
    for (int place = 0; place < kSize; ++place) ++seen[place][order[std::size_t(place)]];
  }
  double expected = double(kEpochs) / kSize, chi_square = 0;
  for (auto& row : seen)
    for (int count : row) chi_square += (count - expected) * (count - expected) / expected;
  EXPECT_LT(chi_square, 52.6);  // 25 degrees of freedom: exceeded once in a thousand
}

TEST(Loader, ReusesItsBuffers) {
  Loader loader(std::make_shared<Numbers>(1000), {.batch = 10, .workers = 2, .prefetch = 3});
  std::set<const void*> buffers;
  for (int epoch = 0; epoch < 3; ++epoch)
    for (const Batch& batch : loader.epoch(epoch)) buffers.insert(batch["image"].raw());
  EXPECT_LE(buffers.size(), 4u);
}

TEST(Loader, ReadsNoFurtherAheadThanAllowed) {
  auto numbers = std::make_shared<Numbers>(1000);
  Loader loader(numbers, {.batch = 10, .workers = 4, .prefetch = 2});
  data::Epoch epoch = loader.epoch(0);
  auto batch = epoch.begin();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_LE(numbers->examples, 30);
  EXPECT_EQ(batch->index, 0);
}

TEST(Loader, ManyThreadsFillABatchTogether) {
  for (int workers : {0, 1, 3}) {
    Loader loader(std::make_shared<Numbers>(1234, -1, true), {.batch = 100, .workers = workers});
    std::vector<std::int64_t> all = labels(loader);
    ASSERT_EQ(all.size(), 1234u);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], std::int64_t(i));
  }
}

TEST(Loader, NormalizesImages) {
  for (int workers : {0, 2}) {
    Loader loader(std::make_shared<Numbers>(5),
                  {.batch = 5, .workers = workers, .normalization = {{{2}, {0.5}}}});
    for (const Batch& batch : loader.epoch(0)) {
      EXPECT_EQ(batch["image"].at(0), -4);
      EXPECT_EQ(batch["label"].at(4), 4);
    }
  }
}

TEST(Loader, AFailedReadIsThrownAtItsBatchAndTheNextEpochWorks) {
  for (int workers : {0, 1, 4}) {
    Loader loader(std::make_shared<Numbers>(100, 55), {.batch = 10, .workers = workers});
    for (int round = 0; round < 3; ++round) {
      std::int64_t taken = 0;
      try {
        for (const Batch& batch : loader.epoch(round)) taken += batch.size;
        FAIL() << "nothing was thrown";
      } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "example is broken");
      }
      EXPECT_EQ(taken, 50);
    }
  }
}

TEST(Loader, LeavingEarlyAndDestructionWhileWorkersWaitAreClean) {
  for (int round = 0; round < 50; ++round) {
    Loader loader(std::make_shared<Numbers>(1000, -1, round % 2), {.batch = 10, .workers = 1 + round % 4});
    for (const Batch& batch : loader.epoch(0))
      if (batch.index == round % 7) break;
    { data::Epoch never_begun = loader.epoch(1); }
    EXPECT_EQ(labels(loader, 2).size(), 1000u);
    data::Epoch left = loader.epoch(3);
    left.begin();
  }
}

TEST(Loader, ANewEpochEndsTheOneBefore) {
  Loader loader(std::make_shared<Numbers>(100), {.batch = 10});
  data::Epoch old = loader.epoch(0);
  auto batch = old.begin();
  data::Epoch current = loader.epoch(1);
  EXPECT_TRUE(++batch == std::default_sentinel);
  std::int64_t taken = 0;
  for (const Batch& b : current) taken += b.size;
  EXPECT_EQ(taken, 100);
}

TEST(Loader, AnEpochMayOutliveItsLoader) {
  auto loader = std::make_unique<Loader>(std::make_shared<Numbers>(100), data::LoaderOptions{.batch = 10});
  data::Epoch epoch = loader->epoch(0);
  loader.reset();
  std::int64_t taken = 0;
  for (const Batch& batch : epoch) taken += batch.size;
  EXPECT_EQ(taken, 100);
}

TEST(Loader, BeginsWithinAnEpoch) {
  for (int workers : {0, 1, 3}) {
    Loader loader(std::make_shared<Numbers>(95, -1, true),
                  {.batch = 10, .shuffle = true, .seed = 3, .workers = workers, .prefetch = 2});
    std::vector<std::int64_t> whole = labels(loader, 4);
    for (std::int64_t first : {0, 1, 5, 9, 10}) {
      std::vector<std::int64_t> rest;
      std::int64_t index = first;
      for (const Batch& batch : loader.epoch(4, first)) {
        EXPECT_EQ(batch.index, index++);
        for (std::int64_t label : batch["label"].data<std::int64_t>()) rest.push_back(label);
      }
      EXPECT_EQ(index, 10);
      EXPECT_EQ(rest, std::vector<std::int64_t>(whole.begin() + std::min<std::int64_t>(10 * first, 95),
                                                whole.end()));
    }
    EXPECT_THROW(loader.epoch(4, 11), Error);
    EXPECT_THROW(loader.epoch(4, -1), Error);
  }
}

/// Examples of unequal classes: 70 of class 0, 25 of class 1, 5 of class 2.
class Unequal : public Numbers {
 public:
  Unequal() : Numbers(100) {}
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    Numbers::read(indices, out);
    for (std::size_t i = 0; i < indices.size(); ++i)
      out[1].data<std::int64_t>()[i] = indices[i] < 70 ? 0 : indices[i] < 95 ? 1 : 2;
  }
};

TEST(Loader, BalanceDrawsEveryClassEquallyOften) {
  auto drawn = [](std::int64_t epoch, int workers, std::int64_t batch) {
    Loader loader(std::make_shared<Unequal>(),
                  {.batch = batch, .balance = true, .seed = 2, .workers = workers});
    std::vector<std::int64_t> examples;
    std::map<double, int> classes;
    for (const Batch& b : loader.epoch(epoch))
      for (std::int64_t i = 0; i < b.size; ++i) {
        examples.push_back(std::int64_t(b["image"].at(i)));
        ++classes[b["label"].at(i)];
      }
    EXPECT_EQ(examples.size(), 100u) << "an epoch is as long as before";
    for (auto [label, count] : classes) EXPECT_TRUE(count == 33 || count == 34) << label << ": " << count;
    return examples;
  };
  std::vector<std::int64_t> first = drawn(0, 1, 10);
  EXPECT_EQ(drawn(0, 0, 7), first);
  EXPECT_EQ(drawn(0, 3, 64), first);
  EXPECT_NE(drawn(1, 1, 10), first);
  std::map<std::int64_t, int> times;
  for (std::int64_t example : first) ++times[example];
  for (auto [example, count] : times) {
    if (example < 70) EXPECT_EQ(count, 1) << "none of the large class twice";
    if (example >= 95) EXPECT_TRUE(count == 6 || count == 7) << count;
  }
  std::set<std::int64_t> seen;  // in some epochs every one of the large class comes
  for (std::int64_t epoch = 0; epoch < 20; ++epoch)
    for (std::int64_t example : drawn(epoch, 0, 50)) seen.insert(example);
  EXPECT_EQ(seen.size(), 100u);
}

TEST(Loader, ARepeatedExampleIsAugmentedAnew) {
  Loader loader(std::make_shared<Unequal>(),
                {.batch = 100, .balance = true, .augment = {"brightness 0 0.01"}});
  std::map<double, std::set<double>> looks;  // of each class
  for (const Batch& batch : loader.epoch(0))
    for (std::int64_t i = 0; i < batch.size; ++i) looks[batch["label"].at(i)].insert(batch["image"].at(i));
  EXPECT_GT(looks[2].size(), 5u);
}

TEST(Loader, BalanceNeedsLabels) {
  class Bare : public Numbers {
   public:
    Bare() : Numbers(4) {}
    std::vector<std::int64_t> labels() const override { return {}; }
  };
  EXPECT_THROW(Loader(std::make_shared<Bare>(), {.balance = true}), Error);
}

TEST(Loader, FieldsAreThoseOfItsBatches) {
  auto numbers = std::make_shared<Numbers>(3);
  EXPECT_EQ(Loader(numbers, {}).fields(), numbers->fields());
}

TEST(Loader, RefusesOptionsThatMakeNoSense) {
  auto numbers = std::make_shared<Numbers>(10);
  EXPECT_THROW(Loader(numbers, {.batch = 0}), Error);
  EXPECT_THROW(Loader(numbers, {.workers = -1}), Error);
  EXPECT_THROW(Loader(numbers, {.prefetch = 0}), Error);
  EXPECT_THROW(Loader(numbers, {.normalization = {{{1, 2}, {1, 1}}}}), Error);
}

TEST(Batch, AnUnknownFieldNamesThoseThatExist) {
  Loader loader(std::make_shared<Numbers>(10), {});
  for (const Batch& batch : loader.epoch(0)) {
    try {
      batch["imgae"];
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(headline(error.problem(), Language::english), "a batch has no 'imgae'; it has image, label");
    }
  }
}

}  // namespace
}  // namespace percept
