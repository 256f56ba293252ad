// The notebook of the course: its network has 21,840 parameters, and on MNIST, where $PERCEPT_DATA holds it,
// the first epochs go as the notebook printed them: 3655, 7205, 8438 of 10,000 right. The slow start shows
// that initial weights, momentum and the mean over the batch are those of the notebook.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "io/temporary_folder.hpp"
#include "percept/recipe/summary.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

TEST(Notebook, HasItsParameters) {
  EXPECT_EQ(summarize(load_recipe("lectures-notebook").value()).parameters, 21840);
}

TEST(Notebook, GoesItsFirstThreeEpochs) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "takes longer than ten minutes with ThreadSanitizer";
#endif
  const char* folder = std::getenv("PERCEPT_DATA");
  if (!folder) GTEST_SKIP() << "PERCEPT_DATA is not set: no real MNIST to read";
  if (!std::filesystem::exists(std::string(folder) + "/mnist"))
    GTEST_SKIP() << folder << " has no folder mnist";
  Recipe recipe = load_recipe("lectures-notebook", {"data.source=mnist", "train.epochs=3"}).value();
  TemporaryFolder runs;
  TrainOptions options{.runs = runs.path()};
  std::vector<double> accuracy;
  options.listeners.push_back([&](const train::Event& event) {
    if (auto* epoch = std::get_if<train::EpochFinished>(&event))
      accuracy.push_back(epoch->evaluation.accuracy);
  });
  train_recipe(recipe, options);
  ASSERT_EQ(accuracy.size(), 3u);
  EXPECT_NEAR(accuracy[0], 0.3655, 0.13) << "the slow start";
  EXPECT_NEAR(accuracy[1], 0.7205, 0.1);
  EXPECT_NEAR(accuracy[2], 0.8438, 0.06);
}

}  // namespace
}  // namespace percept::recipe
