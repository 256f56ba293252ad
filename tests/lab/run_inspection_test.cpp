// A run looked into: the same answers as `percept predict`, weights that are kept at steps, maps and kernels.
#include "percept/lab/run_inspection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"
#include "percept/io/image.hpp"
#include "percept/lab/weight_timeline.hpp"
#include "percept/recipe/prediction.hpp"
#include "percept/recipe/training.hpp"

namespace percept::lab {
namespace {

using namespace std::chrono_literals;

Weights weights_of(std::int64_t size, double value) {
  return {{"w", Tensor::full(DType::f32, {size}, value)}};
}

TEST(WeightTimeline, ThinsEvenlyAndNeverHoldsMore) {
  WeightTimeline timeline(10);
  for (std::int64_t step = 1; step <= 1000; ++step) {
    timeline.add(step, weights_of(4, double(step)));
    ASSERT_LE(timeline.snapshots().size(), 10u);
  }
  const auto& kept = timeline.snapshots();
  ASSERT_GE(kept.size(), 5u);
  EXPECT_EQ(kept.front().step, 1);
  for (std::size_t i = 2; i < kept.size(); ++i)
    EXPECT_EQ(kept[i].step - kept[i - 1].step, kept[1].step - kept[0].step);
  EXPECT_GT(kept.back().step, 800);
  for (const auto& each : kept) EXPECT_EQ(each.weights.at("w").at(0), double(each.step));
}

TEST(WeightTimeline, IsBoundedInBytes) {
  WeightTimeline timeline(100, 4096);
  for (std::int64_t step = 1; step <= 100; ++step) {
    timeline.add(step, weights_of(256, 0));  // 1024 bytes
    ASSERT_LE(timeline.snapshots().size(), 4u);
  }
  EXPECT_GE(timeline.snapshots().size(), 2u);
  WeightTimeline none(100, 1024);
  none.add(1, weights_of(256, 0));
  EXPECT_TRUE(none.snapshots().empty());
  EXPECT_EQ(none.at(1), nullptr);
}

TEST(WeightTimeline, GoesBackToAStepAndForgetsWhatATrainingDoesAnew) {
  WeightTimeline timeline;
  for (std::int64_t step : {10, 20, 20, 30}) timeline.add(step, weights_of(1, 0));
  EXPECT_EQ(timeline.snapshots().size(), 3u);
  EXPECT_EQ(timeline.at(25)->step, 20);
  EXPECT_EQ(timeline.at(30)->step, 30);
  EXPECT_EQ(timeline.at(5)->step, 10);
  timeline.add(15, weights_of(1, 0));
  ASSERT_EQ(timeline.snapshots().size(), 2u);
  EXPECT_EQ(timeline.snapshots().back().step, 15);
}

// A small network, trained for an epoch on few digits.
class InspectedRun : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = new TemporaryFolder;
    recipe::Recipe recipe = recipe::parse_recipe(R"(name = "small"
[data]
source = "digits"
limit = 300
[model]
layers = ["conv 4 5x5", "relu", "maxpool 2", "flatten", "linear 10"]
[train]
epochs = 1
)",
                                                 "small.toml")
                                .value();
    run = recipe::train_recipe(recipe, {.runs = folder->path()}).start.run;
  }
  static void TearDownTestSuite() { delete folder; }
  static inline TemporaryFolder* folder = nullptr;
  static inline std::string run;

  InspectedRun() : inspection(run, [] {}) {}

  // The next picture of which `is` is true.
  template <class Is>
  InspectionPicture wait(Is is, bool maps = false) {
    for (int i = 0; i < 4000; ++i) {
      inspection.want(maps);
      if (inspection.version() > 0)
        if (InspectionPicture picture = inspection.picture(); is(picture)) return picture;
      std::this_thread::sleep_for(5ms);
    }
    ADD_FAILURE() << "no such picture";
    return {};
  }
  const Blob& blob(const InspectionPicture& picture, const std::string& name) {
    return *std::find_if(picture.blobs.begin(), picture.blobs.end(),
                         [&](const Blob& each) { return each.name == name; });
  }

  RunInspection inspection;
};

TEST_F(InspectedRun, SaysWhatPredictSays) {
  recipe::Model model = recipe::open_model(run);
  Tensor picture = recipe::predict_examples(model, "digits:test", 1).front().image;
  std::string file = (*folder / "three.png").string();
  io::write_png(file, picture).value();
  recipe::Prediction want = recipe::predict_files(model, {file}).front();

  io::Bytes bytes = io::read_file(file, 1 << 20).value();
  inspection.show(
      PictureFile{"three.png", std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
  InspectionPicture seen = wait([](auto& p) { return p.name == "three.png"; });
  EXPECT_EQ(seen.weights, "best");
  EXPECT_FALSE(seen.what);
  EXPECT_TRUE(seen.layers.empty());  // nobody has asked for maps
  ASSERT_EQ(seen.probabilities.size(), 10u);
  auto best = std::max_element(seen.probabilities.begin(), seen.probabilities.end());
  EXPECT_EQ(seen.classes[std::size_t(best - seen.probabilities.begin())], want.top[0].label);
  EXPECT_NEAR(*best, want.top[0].probability, 1e-6);
}

TEST_F(InspectedRun, ShowsAnExampleWithItsMapsAndKernels) {
  recipe::Model model = recipe::open_model(run);
  recipe::Prediction want = recipe::predict_examples(model, "digits:test", 5)[4];
  inspection.show(ExamplePicture{"test", 4});
  InspectionPicture seen = wait([](auto& p) { return p.name == "digits:test#4" && !p.layers.empty(); }, true);
  EXPECT_EQ(seen.truth, *want.truth);
  ASSERT_EQ(seen.layers.size(), 5u);
  EXPECT_EQ(seen.layers[0].shape, (std::vector<std::int64_t>{4, 24, 24}));
  EXPECT_EQ(seen.layers[4].shape, (std::vector<std::int64_t>{10}));
  ASSERT_EQ(seen.filters.size(), 1u);
  EXPECT_EQ(seen.filters[0].shape, (std::vector<std::int64_t>{4, 1, 5, 5}));
  // The numbers of the first map, by hand from the kernel and the picture: no other code than this loop.
  const Blob &image = blob(seen, "image"), &kernel = blob(seen, "filter.0"), &map = blob(seen, "layer.0");
  std::vector<float> k(100), m(4 * 24 * 24);
  ASSERT_EQ(kernel.bytes.size(), k.size() * 4);
  ASSERT_EQ(map.bytes.size(), m.size() * 4);
  std::memcpy(k.data(), kernel.bytes.data(), kernel.bytes.size());
  std::memcpy(m.data(), map.bytes.data(), map.bytes.size());
  const data::Normalization& normal = model.card.normalization;
  auto bias = model.store->find("0.bias")->value.data<float>();
  for (std::size_t filter : {0u, 3u}) {
    double sum = double(bias[filter]);
    for (std::size_t row = 0; row < 5; ++row)
      for (std::size_t column = 0; column < 5; ++column) {
        double pixel = double(static_cast<unsigned char>(image.bytes[(row + 10) * 28 + column + 9])) / 255;
        sum += double(k[filter * 25 + row * 5 + column]) * (pixel - double(normal.mean[0])) /
               double(normal.deviation[0]);
      }
    EXPECT_NEAR(double(m[filter * 576 + 10 * 24 + 9]), sum, 1e-4);
  }
}

TEST_F(InspectedRun, WhatIsNoPictureIsToldAndTheLastOneStays) {
  inspection.show(GivenPicture{"black", Tensor::zeros(DType::u8, {28, 28, 1})});
  wait([](auto& p) { return p.name == "black"; });
  inspection.show(PictureFile{"notes.txt", "no picture at all"});
  InspectionPicture seen = wait([](auto& p) { return p.what.has_value(); });
  EXPECT_EQ(seen.name, "black");
  EXPECT_TRUE(seen.remedy);
  inspection.show(ExamplePicture{"test", 4});
  std::string truth = wait([](auto& p) { return p.name == "digits:test#4"; }).truth;
  EXPECT_NE(truth, "");
  inspection.show(ExamplePicture{"test", 1'000'000});
  seen = wait([](auto& p) { return p.what && p.what->id == "lab.inspection.example"; });
  EXPECT_EQ(seen.truth, truth);
  inspection.show(GivenPicture{"white", Tensor::full(DType::u8, {50, 40, 3}, 255)});
  seen = wait([](auto& p) { return p.name == "white"; });
  EXPECT_TRUE(seen.inverted);
  EXPECT_FALSE(seen.what);
}

TEST(RunInspection, ARunOfPointsSaysWhyThereIsNothingToTry) {
  TemporaryFolder folder;
  std::string table = "x,y,class\n";
  for (int i = 0; i < 60; ++i)
    table += std::to_string(i % 7) + "," + std::to_string(i % 5) + (i % 7 > 3 ? ",high\n" : ",low\n");
  io::write_file(folder / "points.csv", table).value();
  recipe::Recipe recipe = recipe::parse_recipe(R"(name = "points"
[data]
source = "csv:)" + (folder / "points.csv").string() +
                                                   R"("
[model]
layers = ["linear 4", "tanh", "linear 2"]
[train]
epochs = 1
)",
                                               "points.toml")
                              .value();
  std::string run = recipe::train_recipe(recipe, {.runs = folder.path()}).start.run;
  RunInspection inspection(run, [] {});
  for (int i = 0; i < 4000 && !inspection.picture().what; ++i) {
    inspection.want(false);
    std::this_thread::sleep_for(5ms);
  }
  ASSERT_TRUE(inspection.picture().what);
  EXPECT_EQ(inspection.picture().what->id, "lab.inspection.no_pictures");
}

}  // namespace
}  // namespace percept::lab
