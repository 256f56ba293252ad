// Pictures in folders, from the command line: trained on, and wrong.
#include "percept/io/image.hpp"
#include "program.hpp"

namespace percept::cli {
namespace {

class Folders : public Program {
 protected:
  void SetUp() override {
    for (int i = 0; i < 10; ++i) {
      add("cat/" + std::to_string(i) + ".png", 20 * i, 6);
      add("dog/" + std::to_string(i) + ".png", 255 - 20 * i, 9);
    }
  }
  void add(const std::string& name, int brightness, int side) {
    Tensor picture = Tensor::full(DType::u8, {side, side, 3}, brightness);
    folder_.write("pets/" + name, io::encode_png(picture).value());
  }
  static constexpr const char* kTrain =
      "train linear data.source=folder:pets model.input=[1,4,4] train.epochs=1 --json ";
};

TEST_F(Folders, AreTrainedOnAndEvaluated) {
  Answer trained = run(kTrain);
  ASSERT_EQ(trained.status, 0) << trained.err;
  EXPECT_NE(trained.err.find("16 examples to train on, 4 to test on"), std::string::npos) << trained.err;
  nlohmann::json all = run("eval linear-1 --data folder:pets --json").json();
  EXPECT_EQ(all["data"], "folder:pets");
  EXPECT_EQ(all["count"], 20);
  nlohmann::json held_out = run("eval linear-1 --data folder:pets:test --json").json();
  EXPECT_EQ(held_out["count"], 4);
  EXPECT_EQ(held_out["accuracy"], trained.json()["test"]["accuracy"]);
}

TEST_F(Folders, FaultsAreToldWithTheirRemedy) {
  folder_.write("pets/dog/text.jpg", std::string("I am text."));
  Answer refused = run(kTrain);
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.json()["error"]["code"], "data.corrupt");
  EXPECT_FALSE(exists("runs"));
  Answer shown = run("train linear data.source=folder:pets model.input=[1,4,4]");
  EXPECT_NE(shown.err.find("dog/text.jpg"), std::string::npos) << shown.err;
  EXPECT_NE(shown.err.find("neither PNG nor JPEG"), std::string::npos);
  EXPECT_NE(shown.err.find("data.corrupt=skip"), std::string::npos);

  std::filesystem::create_directory(folder_ / "pets/empty");
  Answer skipped = run(std::string(kTrain) + "data.corrupt=skip");
  EXPECT_EQ(skipped.status, 0) << skipped.err;
  EXPECT_NE(skipped.err.find("left out as unreadable (1): dog/text.jpg"), std::string::npos);
  EXPECT_NE(skipped.err.find("the class 'empty' is empty"), std::string::npos);

  std::filesystem::remove_all(folder_ / "pets/empty");
  std::filesystem::remove_all(folder_ / "pets/dog");
  Answer one = run(kTrain);
  EXPECT_EQ(one.json()["error"]["code"], "recipe.data.one_class");
}

}  // namespace
}  // namespace percept::cli
