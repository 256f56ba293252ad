// Damaged checkpoints are refused in words, never half read.
#include "percept/train/checkpoint.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "io/temporary_folder.hpp"
#include "percept/io/safetensors.hpp"

namespace percept::train {
namespace {

Checkpoint sample() {
  Checkpoint checkpoint{.recipe = "name = \"x\"\n", .sizes = {{"metrics.jsonl", 12}}};
  checkpoint.state.tensors = {{"w", Tensor::from<float>({2}, {1.5f, -2})},
                              {"n", Tensor::scalar(std::int64_t(3))}};
  Progress& progress = checkpoint.state.progress;
  progress.step = 5;
  progress.loss = 1.0 / 3;
  progress.accuracy = std::nan("");
  progress.scores = {{1, 5, 0.1, 0.2, {{"f1", INFINITY}}}};
  progress.set = {{"lr", 0.1 + 0.2}};
  return checkpoint;
}

TEST(Checkpoint, ComesBackToTheBit) {
  TemporaryFolder folder;
  ASSERT_TRUE(write_checkpoint(folder / "c", sample()));
  Checkpoint back = read_checkpoint(folder / "c").value();
  const Progress& progress = back.state.progress;
  EXPECT_EQ(progress.step, 5);
  EXPECT_EQ(progress.loss, 1.0 / 3);
  EXPECT_TRUE(std::isnan(progress.accuracy));
  ASSERT_EQ(progress.scores.size(), 1u);
  EXPECT_EQ(progress.scores[0].metrics.at("f1"), INFINITY);
  EXPECT_EQ(progress.set.at("lr"), 0.1 + 0.2);
  EXPECT_EQ(back.state.tensors.at("w").at(1), -2);
  EXPECT_EQ(back.state.tensors.at("n").at(0), 3);
}

TEST(Checkpoint, EveryFlippedByteAndEveryCutIsFound) {
  TemporaryFolder folder;
  ASSERT_TRUE(write_checkpoint(folder / "c", sample()));
  io::Bytes good = io::read_file(folder / "c").value();
  for (std::size_t at = 0; at < good.size(); ++at) {
    io::Bytes bad = good;
    bad[at] ^= std::byte(4);
    EXPECT_FALSE(parse_checkpoint(bad, "bad")) << "byte " << at;
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(parse_checkpoint(std::span(good).first(size), "cut")) << size;
}

TEST(Checkpoint, WhatItDoesNotSayIsRefused) {
  TemporaryFolder folder;
  auto refused = [&](const char* key, const char* value) {
    EXPECT_TRUE(write_checkpoint(folder / "c", sample()));
    io::Safetensors contents = io::read_safetensors(folder / "c").value();
    if (value)
      contents.metadata[key] = value;
    else
      contents.metadata.erase(key);
    EXPECT_TRUE(io::write_safetensors(folder / "c", contents));
    Result<Checkpoint> read = read_checkpoint(folder / "c");
    return !read && read.problem().hint;
  };
  for (const char* key : {"format", "recipe", "progress", "sizes", "checksum"})
    EXPECT_TRUE(refused(key, nullptr)) << key;
  EXPECT_TRUE(refused("format", "percept checkpoint 2"));
  EXPECT_TRUE(refused("progress", "{}"));
  EXPECT_TRUE(refused("progress", "[[[["));
}

TEST(Progress, HostileTextIsRefused) {
  std::string good = to_json(sample().state.progress);
  ASSERT_TRUE(parse_progress(good, "c"));
  auto with = [&](const std::string& from, const std::string& to) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    return bad;
  };
  EXPECT_FALSE(parse_progress("", "c"));
  EXPECT_FALSE(parse_progress("null", "c"));
  EXPECT_FALSE(parse_progress(with("\"step\":5", "\"step\":-5"), "c"));
  EXPECT_FALSE(parse_progress(with("\"step\":5", "\"step\":1e300"), "c"));
  EXPECT_FALSE(parse_progress(with("\"step\":5", "\"step\":99999999999999999999"), "c"));
  EXPECT_FALSE(parse_progress(with("\"step\":5", "\"step\":[5]"), "c"));
  EXPECT_FALSE(parse_progress(with("\"scores\":[", "\"scores\":[{},"), "c"));
  EXPECT_FALSE(parse_progress(with("\"set\":{\"lr\":", "\"set\":{\"lr\":{},\"x\":"), "c"));
}

TEST(Progress, TheBestIsByWhatIsWatched) {
  Progress progress;
  EXPECT_EQ(progress.best("loss"), nullptr);
  progress.scores = {
      {1, 1, 0.5, 0.7, {}}, {2, 2, 0.4, 0.9, {}}, {3, 3, 0.3, 0.9, {}}, {4, 4, 0.2, 0.8, {{"f1", 1}}}};
  EXPECT_EQ(progress.best("accuracy")->epoch, 3) << "of equal accuracies the smaller loss";
  EXPECT_EQ(progress.best("loss")->epoch, 4);
  EXPECT_EQ(progress.best("f1")->epoch, 4) << "what is not known is never better";
}

}  // namespace
}  // namespace percept::train
