// Words of augmentation: which there are, what is said of wrong ones, and that a draw depends on seed, place,
// epoch and example alone.
#include "percept/data/augmentation.hpp"

#include <set>

#include "data/augment_sets.hpp"
#include "io/mutations.hpp"

namespace percept {
namespace {

const std::vector<std::string> kEvery = {
    "shift 2",      "rotate 10",  "scale 0.9 1.1", "shear 10",         "flip",     "alternating_flip",
    "crop 8 pad=2", "elastic",    "color 0.4",     "brightness 0.2",   "hue 0.1",  "noise 1",
    "contrast 0.2", "blur 0.5 1", "cutout 25%",    "saturation 0.5 2", "mixup 0.2"};

Problem fault_of(const std::vector<std::string>& words) {
  try {
    data::require_augmentation(words);
  } catch (const Error& error) {
    return error.problem();
  }
  return {};
}

TEST(Augmentation, EveryWordThatIsDocumentedIsReadAndDoesSomething) {
  std::set<std::string> documented, used;
  for (const data::AugmentationDoc& doc : data::augmentation_docs()) {
    documented.insert(doc.form.substr(0, doc.form.find(' ')));
    EXPECT_EQ(doc.doc.find("data."), doc.doc.npos) << doc.form;
  }
  Tensor images = copies(waves(3, 8, 8), 40);
  for (const std::string& word : kEvery) {
    used.insert(word.substr(0, word.find(' ')));
    EXPECT_EQ(fault_of({word}).reasons.size(), 0u) << word;
    if (word == "mixup 0.2") images.set(0, 0.9);  // copies alone would mix to the same
    EXPECT_NE(values_of(augmented(images, {word})), values_of(images)) << word;
  }
  EXPECT_EQ(used, documented);
}

TEST(Augmentation, WrongWordsAreRefusedWithTheirPlace) {
  struct Wrong {
    const char* word;
    const char* code;
  };
  for (auto [word, code] : {Wrong{"shif 2", "data.augment.unknown"},
                            {"", "data.augment.unknown"},
                            {"shift", "data.augment.missing"},
                            {"shift two", "data.augment.word"},
                            {"shift 1.5", "data.augment.word"},
                            {"shift 200%", "data.augment.word"},
                            {"shift 2 3 4", "data.augment.word"},
                            {"shift nan", "data.augment.word"},
                            {"shift 1e9", "data.augment.word"},
                            {"rotate 10 5", "data.augment.word"},
                            {"rotate 400", "data.augment.word"},
                            {"rotate inf", "data.augment.word"},
                            {"rotate 10 fill=black", "data.augment.choice"},
                            {"rotate 10 fil=zeros", "data.augment.no_option"},
                            {"rotate 10 p=2", "data.augment.word"},
                            {"scale 0.9", "data.augment.missing"},
                            {"scale 0 1", "data.augment.word"},
                            {"shear 90", "data.augment.word"},
                            {"flip sideways", "data.augment.word"},
                            {"alternating_flip p=0.5", "data.augment.word"},
                            {"crop", "data.augment.missing"},
                            {"crop 0", "data.augment.word"},
                            {"crop 8x", "data.augment.word"},
                            {"crop 8 pad=-1", "data.augment.word"},
                            {"crop 8 pad=99999999999", "data.augment.word"},
                            {"elastic sigma=0", "data.augment.word"},
                            {"elastic 34", "data.augment.word"},
                            {"hue 0.6", "data.augment.word"},
                            {"brightness -1", "data.augment.word"},
                            {"noise -0.1", "data.augment.word"},
                            {"blur 1000", "data.augment.word"},
                            {"cutout 0", "data.augment.word"},
                            {"cutout 8 value=2", "data.augment.word"},
                            {"mixup 0", "data.augment.word"},
                            {"mixup", "data.augment.missing"}}) {
    Problem problem = fault_of({"flip", word});
    ASSERT_EQ(problem.reasons.size(), 1u) << word;
    EXPECT_EQ(problem.code(), code) << word;
    EXPECT_EQ(problem.where, "augmentation 2: \"" + std::string(word) + "\"");
    expect_readable(problem);
  }
  EXPECT_EQ(fault_of({"mixup 0.2", "flip"}).code(), "data.augment.after_mixup");
  EXPECT_EQ(fault_of({"mixup 0.2", "mixup 0.2"}).code(), "data.augment.after_mixup");
}

TEST(Augmentation, TheNearestSpellingIsShown) {
  EXPECT_EQ(render(fault_of({"rotat 10"}), Language::english),
            "there is no augmentation 'rotat'\n"
            "  hint  did you mean 'rotate'?\n"
            "  at    augmentation 1: \"rotat 10\"");
  EXPECT_EQ(render(fault_of({"shear 10 fill=refelct"}), Language::english),
            "'refelct' is none of the words that can stand here\n"
            "  hint  did you mean 'reflect'? known: zeros, replicate, reflect\n"
            "  at    augmentation 1: \"shear 10 fill=refelct\"");
  EXPECT_EQ(render(fault_of({"scale 0.9"}), Language::english),
            "scale lacks a word\n"
            "  hint  it is written scale LOW HIGH [fill=zeros] [p=1]\n"
            "  at    augmentation 1: \"scale 0.9\"");
}

TEST(Augmentation, WordsMustFitTheExamples) {
  auto code = [](Tensor images, const std::string& word, const std::string& field = "image") -> std::string {
    Images set(std::move(images), field);
    try {
      data::require_augmentation({word}, set);
    } catch (const Error& error) {
      expect_readable(error.problem());
      EXPECT_EQ(error.problem().where, "augmentation 1: \"" + word + "\"");
      return error.problem().code();
    }
    return "";
  };
  EXPECT_EQ(code(Tensor(DType::f32, {2, 1, 8, 8}), "hue 0.1"), "data.augment.needs_colour");
  EXPECT_EQ(code(Tensor(DType::f32, {2, 3, 8, 8}), "hue 0.1"), "");
  EXPECT_EQ(code(Tensor(DType::f32, {2, 5}), "shift 2", "features"), "data.augment.needs_image");
  EXPECT_EQ(code(Tensor(DType::f32, {2, 5}), "noise 0.1", "features"), "");
  EXPECT_EQ(code(Tensor(DType::f32, {2, 1, 8, 8}), "crop 13 pad=2"), "data.augment.window");
  EXPECT_EQ(code(Tensor(DType::f32, {2, 1, 8, 8}), "crop 12 pad=2"), "");
  EXPECT_THROW(
      data::Loader(std::make_shared<Images>(Tensor(DType::f32, {2, 1, 8, 8})), {.augment = {"hue 0.1"}}),
      Error);
}

struct Epoch {
  std::vector<float> images, soft;
  std::vector<std::int64_t> labels;
  bool operator==(const Epoch&) const = default;
};

Epoch epoch_of(data::LoaderOptions options, std::int64_t epoch) {
  Tensor images(DType::f32, {101, 3, 8, 8});
  for (std::int64_t i = 0; i < images.size(); ++i) images.set(i, double((i * 7919) % 256) / 255);
  data::Loader loader(std::make_shared<Images>(images), std::move(options));
  Epoch all;
  for (const data::Batch& batch : loader.epoch(epoch)) {
    for (float value : batch["image"].data<float>()) all.images.push_back(value);
    for (float value : batch["soft_label"].data<float>()) all.soft.push_back(value);
    for (std::int64_t label : batch["label"].data<std::int64_t>()) all.labels.push_back(label);
  }
  return all;
}

TEST(Augmentation, IsTheSameWithAnyWorkersAndBatches) {
  auto options = [](std::int64_t batch, int workers, int prefetch, std::uint64_t seed = 5) {
    return data::LoaderOptions{.batch = batch,
                               .shuffle = true,
                               .augment = kEvery,
                               .seed = seed,
                               .workers = workers,
                               .prefetch = prefetch};
  };
  Epoch first = epoch_of(options(16, 1, 4), 3);
  for (int workers : {0, 1, 3})
    for (std::int64_t batch : {1, 7, 64, 200})
      EXPECT_EQ(epoch_of(options(batch, workers, 1 + workers), 3), first) << workers << " " << batch;
  EXPECT_NE(epoch_of(options(16, 1, 4), 4).images, first.images);
  EXPECT_NE(epoch_of(options(16, 1, 4, 6), 3).images, first.images);
}

TEST(Augmentation, AnImageIsChangedAlikeWhereverItComes) {
  // Shuffled or not, example 40 looks the same; labels are untouched.
  std::vector<std::string> words(kEvery.begin(), kEvery.end() - 1);
  Tensor images = copies(waves(3, 8, 8), 60);
  auto image_40 = [&](bool shuffle) {
    data::Loader loader(std::make_shared<Images>(images),
                        {.batch = 60, .shuffle = shuffle, .augment = words});
    std::vector<std::int64_t> order = data::shuffled_order(60, 0, 2);
    auto row = shuffle ? std::find(order.begin(), order.end(), 40) - order.begin() : 40;
    for (const data::Batch& batch : loader.epoch(2)) {
      EXPECT_EQ(batch["label"].at(row), 40 % 3);
      return values_of(batch["image"].rows(row, row + 1));
    }
    return std::vector<float>();
  };
  EXPECT_EQ(image_40(false), image_40(true));
}

TEST(Augmentation, TheSameWordTwiceDrawsAnew) {
  Tensor images = copies(waves(1, 8, 8), 30);
  Tensor once = augmented(images, {"noise 0.1"}), twice = augmented(images, {"noise 0.1", "noise 0.1"});
  double first = 0, second = 0;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    first += std::pow(once.at(i) - images.at(i), 2);
    second += std::pow(twice.at(i) - images.at(i), 2);
  }
  EXPECT_NEAR(second / first, 2, 0.25) << "4 where the same noise comes again";
}

TEST(Augmentation, IsPinnedSoThatOldRunsCanBeRepeated) {
  Tensor image = augmented(copies(waves(1, 8, 8), 2), {"rotate 10", "noise 0.1"});
  EXPECT_NEAR(image.at(64 + 27), 0.747102, 1e-5);
  EXPECT_NEAR(image.at(64 + 36), 0.884593, 1e-5);
}

}  // namespace
}  // namespace percept
