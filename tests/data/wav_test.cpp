// Folders of sounds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numbers>
#include <set>

#include "io/temporary_folder.hpp"
#include "io/wav_builder.hpp"
#include "percept/base/log.hpp"
#include "percept/data/loader.hpp"
#include "percept/data/sound.hpp"
#include "percept/data/spec.hpp"

namespace percept {
namespace {

using data::DatasetPtr;
using data::OpenOptions;

// Sounds of so many equal samples.
io::Bytes constant(int value, std::size_t count, int rate = 8000) {
  return wav16(std::vector<int>(count, value), rate);
}

io::Bytes tone(double hertz, std::size_t count, int rate) {
  std::vector<int> samples;
  for (std::size_t i = 0; i < count; ++i)
    samples.push_back(int(std::lround(16000 * std::sin(2 * std::numbers::pi * hertz * double(i) / rate))));
  return wav16(samples, rate);
}

class Wavs : public testing::Test {
 protected:
  void add(const std::string& name, const io::Bytes& bytes) { folder_.write(name, bytes); }
  std::string spec(const std::string& split = "") const {
    return "wav:" + folder_.path().string() + (split.empty() ? "" : ":" + split);
  }
  DatasetPtr open(const std::string& split = "", const OpenOptions& options = {}) const {
    return data::open(spec(split), options).value();
  }
  std::string refused(const OpenOptions& options = {}, const std::string& split = "") const {
    auto result = data::open(spec(split), options);
    if (result) return "none";
    expect_readable(result.problem());
    return result.problem().code();
  }
  // The names of the classes of the examples, sorted.
  static std::multiset<std::string> labels(const DatasetPtr& dataset) {
    std::multiset<std::string> names;
    for (std::int64_t label : dataset->labels()) names.insert(dataset->classes().at(std::size_t(label)));
    return names;
  }
  static std::vector<float> example(const DatasetPtr& dataset, std::int64_t index) {
    std::vector<Tensor> batch = data::allocate_batch(*dataset, 1);
    dataset->read({&index, 1}, batch);
    auto values = batch[0].data<float>();
    return {values.begin(), values.end()};
  }
  // As the Free Spoken Digit Dataset names them; each sound's value is its index.
  void fill_spoken(int digits, int indices) {
    for (int digit = 0; digit < digits; ++digit)
      for (const char* speaker : {"jackson", "theo"})
        for (int index = 0; index < indices; ++index)
          add(fmt::format("{}_{}_{}.wav", digit, speaker, index), constant(index * 256, 4));
  }

  TemporaryFolder folder_;
};

TEST_F(Wavs, ClassesAreTheSubFolders) {
  add("yes/a.wav", constant(16384, 3));
  add("yes/deep/b.WAV", constant(16384, 3));
  add("no/a_1.wav", constant(-16384, 3));
  add("no/notes.txt", bytes_of("x"));
  DatasetPtr dataset = open();
  EXPECT_EQ(dataset->classes(), (std::vector<std::string>{"no", "yes"}));
  EXPECT_EQ(dataset->labels(), (std::vector<std::int64_t>{0, 1, 1}));
  EXPECT_EQ(dataset->fields()[0], (data::Field{"sound", DType::f32, {1, 3}}));
  EXPECT_EQ(dataset->fields()[1], (data::Field{"label", DType::i64, {}}));
  EXPECT_EQ(example(dataset, 0), std::vector<float>(3, -0.5f));
  EXPECT_EQ(example(dataset, 2), std::vector<float>(3, 0.5f));
}

TEST_F(Wavs, WithoutSubFoldersTheNameTells) {
  add("yes_1.wav", constant(1, 3));
  add("yes_b_x.wav", constant(1, 3));
  add("no_1.wav", constant(1, 3));
  add("README.md", bytes_of("x"));
  EXPECT_EQ(labels(open()), (std::multiset<std::string>{"no", "yes", "yes"}));
  add("maybe.wav", constant(1, 3));
  EXPECT_EQ(refused(), "data.folder.no_label");
}

TEST_F(Wavs, SpokenDigitsAreDividedAsTheirAuthorsSay) {
  fill_spoken(3, 12);
  EXPECT_EQ(open()->size(), 3 * 2 * 12);
  DatasetPtr train = open("train"), val = open("val"), test = open("test");
  EXPECT_EQ(test->size(), 3 * 2 * 5);
  EXPECT_EQ(train->size(), 3 * 2 * 7);
  EXPECT_EQ(val->size(), 3 * 1);  // a tenth of 14 of each digit
  std::set<float> in_test, in_train;
  for (std::int64_t i = 0; i < test->size(); ++i) in_test.insert(example(test, i)[0] * 128);
  for (std::int64_t i = 0; i < train->size(); ++i) in_train.insert(example(train, i)[0] * 128);
  EXPECT_EQ(in_test, (std::set<float>{0, 1, 2, 3, 4}));
  EXPECT_EQ(in_train, (std::set<float>{5, 6, 7, 8, 9, 10, 11}));
  for (std::int64_t i = 0; i < val->size(); ++i) EXPECT_GE(example(val, i)[0] * 128, 5);
}

TEST_F(Wavs, OneFileOfAnotherNameAndTheyAreDividedByHash) {
  fill_spoken(2, 10);
  add("1_theo_x.wav", constant(0, 4));
  EXPECT_EQ(open("test")->size(), 4 + 4);  // a fifth of 20, of 21
  EXPECT_EQ(open("train")->size(), 41 - 8);
}

TEST_F(Wavs, FoldersTrainAndTestAreTheParts) {
  add("train/a/1.wav", constant(256, 2));
  add("train/b/1.wav", constant(512, 2));
  add("test/b/1.wav", constant(768, 5));
  EXPECT_EQ(open("train")->size(), 2);
  DatasetPtr test = open("test");
  EXPECT_EQ(test->labels(), std::vector<std::int64_t>{1});
  EXPECT_EQ(test->fields()[0].shape, (Shape{1, 2}));  // as long as the sounds that are trained on
}

TEST_F(Wavs, SoundsAreFilledUpAndCroppedAroundTheirMiddle) {
  add("a/1.wav", wav16({256, 512, 768}));
  add("a/2.wav", wav16({1, 2, 3, 4, 5, 6, 7, 8}));
  auto times128 = [](std::vector<float> values) {
    for (float& value : values) value *= 128;
    return values;
  };
  EXPECT_EQ(times128(example(open(), 0)), (std::vector<float>{0, 0, 1, 2, 3, 0, 0, 0}));
  OpenOptions four{.image = {1, 4}};
  EXPECT_EQ(times128(example(open("", four), 0)), (std::vector<float>{1, 2, 3, 0}));
  std::vector<float> cropped = example(open("", four), 1);
  EXPECT_EQ(cropped, (std::vector<float>{3 / 32768.f, 4 / 32768.f, 5 / 32768.f, 6 / 32768.f}));
}

TEST_F(Wavs, TheRateOfMostHolds) {
  add("a/1.wav", tone(400, 1600, 16000));
  add("a/2.wav", tone(400, 800, 8000));
  add("b/3.wav", tone(400, 800, 8000));
  DatasetPtr dataset = open();
  EXPECT_EQ(dataset->fields()[0].shape, (Shape{1, 800}));
  std::vector<float> resampled = example(dataset, 0), plain = example(dataset, 1);
  for (std::size_t i = 100; i < 700; ++i) ASSERT_NEAR(resampled[i], plain[i], 2e-3) << i;
}

TEST_F(Wavs, AsLogMelTheyArePictures) {
  add("low/1.wav", tone(300, 2000, 8000));
  add("high/1.wav", tone(3000, 2000, 8000));
  OpenOptions options{.sound = "log_mel"};
  DatasetPtr dataset = open("", options);
  EXPECT_EQ(dataset->fields()[0], (data::Field{"image", DType::f32, {1, 40, 23}}));
  auto peak = [&](std::int64_t i) {
    std::vector<float> picture = example(dataset, i);
    return (std::max_element(picture.begin(), picture.end()) - picture.begin()) / 23;
  };
  EXPECT_GT(peak(0), peak(1) + 10);
  options.image = {1, 20, 50};
  EXPECT_EQ(open("", options)->fields()[0].shape, (Shape{1, 20, 50}));
}

// A network that was trained on one set meets another in the form that it knows.
TEST_F(Wavs, TheSchemaBringsOtherSoundsToTheSameForm) {
  add("a/1.wav", tone(300, 2000, 8000));
  std::string schema = open("", {.sound = "log_mel"})->schema();
  TemporaryFolder other;
  other.write("a/1.wav", tone(300, 9000, 44100));
  DatasetPtr dataset = data::open("wav:" + other.path().string(), OpenOptions{.schema = schema}).value();
  EXPECT_EQ(dataset->fields()[0], (data::Field{"image", DType::f32, {1, 40, 23}}));
  EXPECT_EQ(dataset->schema(), schema);
  data::SoundReader reader(data::SoundForm::parse(schema).value());
  EXPECT_EQ(reader.form().rate, 8000);
  Tensor one = reader.read(other / "a/1.wav").value();
  std::vector<float> same = example(dataset, 0);
  EXPECT_TRUE(std::equal(same.begin(), same.end(), one.data<float>().begin()));
  EXPECT_EQ(reader.read(other / "none.wav").problem().code(), "io.not_found");
}

TEST_F(Wavs, CorruptFilesAreRefusedByNameOrSkipped) {
  add("a/1.wav", constant(1, 10));
  add("a/2.wav", constant(1, 10));
  add("b/cut.wav", prefix(constant(1, 10), 50));
  add("b/text.wav", bytes_of("this is a text"));
  add("b/good.wav", constant(1, 10));
  std::vector<std::string> said;
  set_log([&](const Message& message) { said.push_back(render(message, Language::english)); });
  Problem problem = data::open(spec()).problem();
  EXPECT_EQ(problem.code(), "data.corrupt");
  ASSERT_EQ(problem.operands.size(), 2u);
  EXPECT_EQ(problem.operands[0].name, "b/cut.wav");
  EXPECT_EQ(open("", {.corrupt = data::Corrupt::skip})->size(), 3);
  set_log(nullptr);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_NE(said[0].find("b/cut.wav, b/text.wav"), std::string::npos) << said[0];
}

TEST_F(Wavs, WhatCannotBeOpenedIsSaid) {
  EXPECT_EQ(refused(), "data.wav.none");
  add("a/x.txt", bytes_of("x"));
  EXPECT_EQ(refused(), "data.wav.none");
  EXPECT_EQ(data::open("wav").problem().code(), "data.folder.unnamed");
  EXPECT_EQ(data::open("wav:/nowhere").problem().code(), "data.folder_missing");
  add("a/x.wav", bytes_of("x"));
  EXPECT_EQ(refused(), "data.wav.no_rate");
  add("a/y.wav", constant(1, 10));
  add("a/x.wav", constant(1, 10));
  EXPECT_EQ(refused({.sound = "mp3"}), "data.sound");
  for (Shape shape : {Shape{1}, Shape{2, 10}, Shape{1, 0}, Shape{1, std::int64_t(1) << 40}, Shape{1, 28, 28}})
    EXPECT_EQ(refused({.image = shape}), "data.sound") << to_string(shape);
  for (Shape shape : {Shape{1, 10}, Shape{3, 40, 10}, Shape{1, 40, 1 << 24}, Shape{1, 40, -1}})
    EXPECT_EQ(refused({.image = shape, .sound = "log_mel"}), "data.sound") << to_string(shape);
  EXPECT_EQ(refused({.image = {1, 9000, 10}, .sound = "log_mel"}), "data.log_mel");
  for (const char* schema :
       {"x", "[]", "{}", R"({"sound": "wave"})", R"({"sound": "mp3", "rate": 1, "shape": [1, 2]})",
        R"({"sound": "wave", "rate": "1", "shape": [1, 2]})", R"({"sound": "wave", "rate": 1, "shape": {}})"})
    EXPECT_EQ(refused({.schema = schema}), "data.sound.schema") << schema;
  EXPECT_EQ(refused({.schema = R"({"sound": "wave", "rate": 0, "shape": [1, 2]})"}), "data.sound");
  EXPECT_EQ(refused({.schema = R"({"sound": "wave", "rate": 8000, "shape": [-1, 2]})"}), "data.sound");
}

// The same whether read one by one or by workers.
TEST_F(Wavs, WorkersReadTheSame) {
  fill_spoken(5, 8);
  DatasetPtr dataset = open("", {.sound = "log_mel"});
  for (int workers : {0, 3}) {
    data::Loader loader(dataset, {.batch = 7, .workers = workers});
    std::int64_t index = 0;
    for (const data::Batch& batch : loader.epoch(0))
      for (std::int64_t row = 0; row < batch.size; ++row) {
        auto values = batch["image"].rows(row, row + 1);
        std::vector<float> want = example(dataset, index++);
        ASSERT_TRUE(std::equal(want.begin(), want.end(), values.data<float>().begin()));
      }
    EXPECT_EQ(index, 80);
  }
}

TEST(WavsReal, SpokenDigits) {
  const char* root = std::getenv("PERCEPT_DATA");
  if (!root) GTEST_SKIP() << "PERCEPT_DATA is not set: no spoken digits to read";
  std::string archive = std::string(root) + "/fsdd.tar.gz";
  if (!std::filesystem::exists(archive)) GTEST_SKIP() << "there is no " << archive;
  TemporaryFolder folder;
  ASSERT_EQ(std::system(("tar xzf '" + archive + "' -C '" + folder.path().string() + "'").c_str()), 0);
  std::string spec = "wav:" + (folder / "recordings").string();
  DatasetPtr train = data::open(spec + ":train").value(), test = data::open(spec + ":test").value();
  EXPECT_EQ(train->size(), 2700);
  EXPECT_EQ(test->size(), 300);
  EXPECT_EQ(train->classes().size(), 10u);
  EXPECT_EQ(train->fields()[0].shape, (Shape{1, 18262}));
  EXPECT_EQ(test->fields(), train->fields());
}

}  // namespace
}  // namespace percept
