// What a recipe says of its data, as it is opened.
#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "percept/base/log.hpp"
#include "percept/io/image.hpp"
#include "percept/recipe/network.hpp"

namespace percept::recipe {
namespace {

/// A folder of `classes`, ten pictures each, 6x8 in colour.
struct Pictures {
  explicit Pictures(const std::vector<std::string>& classes) {
    for (const std::string& name : classes)
      for (int i = 0; i < 10; ++i)
        folder.write(name + "/" + std::to_string(i) + ".png",
                     io::encode_png(Tensor::full(DType::u8, {6, 8, 3}, i)).value());
  }
  std::string spec() const { return "folder:" + folder.path().string(); }
  TemporaryFolder folder;
};

Recipe recipe_of(const std::vector<std::string>& overrides) {
  return parse_recipe("[model]\nlayers = [\"flatten\", \"linear classes\"]\n", "net.toml", overrides).value();
}

Problem refused(const std::vector<std::string>& overrides) {
  try {
    open_data(recipe_of(overrides));
  } catch (const Error& error) {
    return error.problem();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

TEST(DataFields, AFolderIsDividedUnlessASplitOrATestSetIsNamed) {
  Pictures pictures({"cat", "dog"}), others({"cat", "dog"});
  train::DataSets pair = open_data(recipe_of({"data.source=" + pictures.spec()}));
  EXPECT_EQ(pair.train->size(), 16);
  EXPECT_EQ(pair.test->size(), 4);
  EXPECT_EQ(input_shape(*pair.train), (Shape{3, 6, 8}));
  pair = open_data(recipe_of({"data.source=" + pictures.spec(), "data.test=" + others.spec()}));
  EXPECT_EQ(pair.train->size(), 20);
  EXPECT_EQ(pair.test->size(), 20);
  pair = open_data(
      recipe_of({"data.source=" + pictures.spec() + ":train", "data.test=" + others.spec() + ":val"}));
  EXPECT_EQ(pair.train->size(), 16);
  EXPECT_EQ(pair.test->size(), 2);
  pair = open_data(recipe_of({"data.source=digits"}));
  EXPECT_EQ(pair.train->size(), 20000);
  EXPECT_EQ(pair.test->size(), 4000);
}

TEST(DataFields, PicturesBecomeTheModelsInput) {
  Pictures pictures({"cat", "dog"}), others({"cat", "dog"});
  train::DataSets pair = open_data(recipe_of({"data.source=" + pictures.spec(), "model.input=[1, 4, 4]"}));
  EXPECT_EQ(input_shape(*pair.train), (Shape{1, 4, 4}));
  EXPECT_EQ(input_shape(*pair.test), (Shape{1, 4, 4}));
  for (int i = 0; i < 10; ++i)  // the test set's own size does not matter
    others.folder.write("cat/" + std::to_string(i) + ".png",
                        io::encode_png(Tensor::full(DType::u8, {5, 5, 1}, i)).value());
  pair = open_data(recipe_of({"data.source=" + pictures.spec(), "data.test=" + others.spec()}));
  EXPECT_EQ(input_shape(*pair.test), (Shape{3, 6, 8}));
  EXPECT_EQ(refused({"data.source=" + pictures.spec(), "model.input=[2, 4, 4]"}).code(), "io.image_fit");
}

TEST(DataFields, ClassesArePickedForBothParts) {
  Pictures pictures({"bird", "cat", "dog"});
  train::DataSets pair =
      open_data(recipe_of({"data.source=" + pictures.spec(), "data.classes=[\"dog\", \"bird\"]"}));
  EXPECT_EQ(pair.train->classes(), (std::vector<std::string>{"dog", "bird"}));
  EXPECT_EQ(pair.train->size(), 16);
  EXPECT_EQ(pair.test->classes(), pair.train->classes());
  EXPECT_EQ(pair.test->size(), 4);
  Problem unknown = refused({"data.source=" + pictures.spec(), "data.classes=[\"dgo\", \"cat\"]"});
  EXPECT_EQ(unknown.code(), "data.class");
  EXPECT_EQ(unknown.where, "data.classes=[\"dgo\", \"cat\"]");
}

TEST(DataFields, OneClassIsNothingToLearn) {
  Pictures pictures({"cat"});
  Problem problem = refused({"data.source=" + pictures.spec()});
  EXPECT_EQ(render(problem, Language::english),
            pictures.spec() +
                ": there is one class only, 'cat': nothing can be told apart\n"
                "  hint  give at least two classes: two sub-folders, or two names in data.classes\n"
                "  at    " +
                problem.where);
  EXPECT_EQ(refused({"data.classes=[\"7\"]"}).code(), "recipe.data.one_class");
}

TEST(DataFields, CorruptPicturesAreRefusedOrSkipped) {
  Pictures pictures({"cat", "dog"});
  pictures.folder.write("cat/bad.png", std::string("no picture"));
  std::vector<std::string> said;
  set_log([&](const Message& message) { said.push_back(message.id); });
  Problem problem = refused({"data.source=" + pictures.spec(), "data.test=" + pictures.spec()});
  EXPECT_EQ(problem.code(), "data.corrupt");
  EXPECT_TRUE(problem.where.starts_with("data.source=folder:"));
  train::DataSets pair = open_data(recipe_of({"data.source=" + pictures.spec(), "data.corrupt=skip"}));
  set_log(nullptr);
  EXPECT_EQ(pair.train->size() + pair.test->size(), 20);
  EXPECT_EQ(said, std::vector<std::string>{"data.corrupt.skipped"});
}

TEST(DataFields, LabelsAreDrawnForTheTrainingExamplesAlone) {
  train::DataSets given = open_data(recipe_of({"data.limit=500"})),
                  drawn = open_data(recipe_of({"data.limit=500", "data.labels=random"}));
  EXPECT_EQ(drawn.train->size(), 500);
  EXPECT_NE(drawn.train->labels(), given.train->labels());
  EXPECT_EQ(drawn.test->labels(), given.test->labels());
}

TEST(DataFields, WordsAreChecked) {
  auto code = [](const std::string& word) {
    return parse_recipe("[model]\nlayers = [\"relu\"]\n", "net.toml", {word}).problem();
  };
  EXPECT_EQ(code("data.corrupt=skpi").code(), "recipe.unknown.word");
  EXPECT_EQ(code("data.labels=rnadom").hint->id, "base.meant");
  EXPECT_EQ(code("data.normalize=pixel").code(), "recipe.unknown.word");
  EXPECT_EQ(code("data.task=regresion").code(), "recipe.unknown.word");
  EXPECT_EQ(code("data.task=regresion").hint->id, "base.meant");
  EXPECT_EQ(code("data.classes=cat").code(), "recipe.type");
}

TEST(DataFields, AreWrittenAndReadAgain) {
  Recipe recipe = recipe_of({"data.classes=[\"7\", \"1\"]", "data.corrupt=skip", "data.normalize=none",
                             "data.target=price", "data.task=regression"});
  Recipe again = parse_recipe(format_recipe(recipe), "again.toml").value();
  EXPECT_EQ(again.data.classes, recipe.data.classes);
  EXPECT_EQ(again.data.corrupt, "skip");
  EXPECT_EQ(again.data.normalize, "none");
  EXPECT_EQ(again.data.target, "price");
  EXPECT_EQ(again.data.task, "regression");
  data::OpenOptions options = open_options(again);
  EXPECT_EQ(options.target, "price");
  EXPECT_EQ(options.task, "regression");
  EXPECT_EQ(options.corrupt, data::Corrupt::skip);
}

}  // namespace
}  // namespace percept::recipe
