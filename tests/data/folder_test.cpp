// Folders of pictures, sound and otherwise.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <thread>

#include "io/jpeg_samples.hpp"
#include "io/mutations.hpp"
#include "io/png_builder.hpp"
#include "io/temporary_folder.hpp"
#include "percept/base/log.hpp"
#include "percept/data/loader.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/image.hpp"

namespace percept {
namespace {

namespace fs = std::filesystem;
using data::DatasetPtr;
using data::OpenOptions;

/// A picture of one colour.
io::Bytes png(std::int64_t height, std::int64_t width, std::int64_t channels, int value) {
  return io::encode_png(Tensor::full(DType::u8, {height, width, channels}, value)).value();
}

/// A folder of classes that a test fills, and what the library says while it lives.
class Pictures {
 public:
  Pictures() {
    set_log([this](const Message& message) { said.push_back(render(message, Language::english)); });
  }
  ~Pictures() { set_log(nullptr); }
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  void add(const std::string& name, const io::Bytes& bytes) { folder.write(name, bytes); }
  /// `count` grey pictures of 2x2 in a class, each of its own brightness.
  void fill(const std::string& name, int count) {
    for (int i = 0; i < count; ++i) add(name + "/" + std::to_string(i) + ".png", png(2, 2, 1, i));
  }
  std::string root() const { return folder.path().string(); }
  std::string spec(const std::string& split = "") const {
    return "folder:" + root() + (split.empty() ? "" : ":" + split);
  }
  Result<DatasetPtr> open(const std::string& split = "", const OpenOptions& options = {}) const {
    return data::open(spec(split), options);
  }
  Problem refused(const OpenOptions& options = {}) const {
    auto result = open("", options);
    EXPECT_FALSE(result);
    expect_readable(result.problem());
    return result.problem();
  }

  TemporaryFolder folder;
  std::vector<std::string> said;
};

std::vector<Tensor> read_all(const data::Dataset& dataset) {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < dataset.size(); ++i) indices.push_back(i);
  std::vector<Tensor> batch = data::allocate_batch(dataset, dataset.size());
  dataset.read(indices, batch);
  return batch;
}

TEST(Folder, ClassesAreTheSubFoldersAndPicturesAreFoundBelowThem) {
  Pictures pictures;
  pictures.add("dog/b.png", png(2, 3, 3, 10));
  pictures.add("cat/z/deep/a.PNG", png(2, 3, 3, 20));
  pictures.add("cat/a.jpeg", png(2, 3, 3, 30));  // the content counts
  pictures.add(".hidden/x.png", png(2, 3, 3, 40));
  pictures.add("cat/.thumb.png", png(2, 3, 3, 50));
  pictures.add("cat/notes.txt", bytes_of("x"));
  pictures.add("README", bytes_of("x"));
  DatasetPtr dataset = pictures.open().value();
  EXPECT_EQ(dataset->classes(), (std::vector<std::string>{"cat", "dog"}));
  EXPECT_EQ(dataset->fields(),
            (std::vector<data::Field>{{"image", DType::f32, {3, 2, 3}}, {"label", DType::i64, {}}}));
  EXPECT_EQ(dataset->labels(), (std::vector<std::int64_t>{0, 0, 1}));
  EXPECT_EQ(dataset->name(), pictures.spec());
  std::vector<Tensor> all = read_all(*dataset);
  EXPECT_EQ(all[0].at(0), 30.0f / 255);
  EXPECT_EQ(all[0].at(18), 20.0f / 255);
  EXPECT_EQ(all[0].at(36), 10.0f / 255);
  EXPECT_EQ(all[1].at(2), 1);
  EXPECT_EQ(pictures.said,
            std::vector<std::string>{pictures.root() + ": 2 files of another kind were passed over"});
}

TEST(Folder, PicturesBecomeTheWantedShape) {
  Pictures pictures;
  Tensor wide = Tensor::from<std::uint8_t>({1, 4, 1}, {0, 100, 200, 100});
  pictures.add("a/wide.png", io::encode_png(wide).value());
  pictures.add("b/colour.png", png(3, 3, 3, 77));
  pictures.add("b/photo.jpg", bytes_of_hex(kColourJpeg));
  pictures.add("b/scan.jpg", bytes_of_hex(kGreyJpeg));
  std::vector<Tensor> colour = read_all(*pictures.open("", {.image = {3, 1, 2}}).value());
  EXPECT_EQ(colour[0].shape(), (Shape{4, 3, 1, 2}));
  for (std::int64_t c = 0; c < 3; ++c) {  // grey in all three, areas averaged
    EXPECT_EQ(colour[0].at(2 * c), 50.0f / 255);
    EXPECT_EQ(colour[0].at(2 * c + 1), 150.0f / 255);
    EXPECT_EQ(colour[0].at(6 + 2 * c), 77.0f / 255);
  }
  std::vector<Tensor> grey = read_all(*pictures.open("", {.image = {1, 12, 16}}).value());
  Tensor photo = io::to_grey(io::read_image(pictures.folder / "b/photo.jpg").value());
  for (std::int64_t i = 0; i < 12 * 16; ++i) EXPECT_EQ(grey[0].at(2 * 192 + i), float(photo.at(i)) / 255.0f);
  for (const Shape& shape : {Shape{2, 4, 4}, Shape{3, 0, 4}, Shape{4, 4}, Shape{3, 1 << 15, 1 << 15}})
    EXPECT_EQ(pictures.refused({.image = shape}).code(), "io.image_fit");
}

TEST(Folder, TheShapeIsThatOfMostFilesElseTheSmaller) {
  Pictures pictures;
  pictures.add("a/1.png", png(4, 4, 3, 0));
  pictures.add("a/2.png", png(3, 5, 3, 0));
  pictures.add("b/3.png", png(6, 6, 3, 0));
  pictures.add("b/4.png", png(6, 6, 3, 0));
  EXPECT_EQ(pictures.open().value()->fields()[0].shape, (Shape{3, 6, 6}));
  EXPECT_EQ(pictures.open("test").value()->fields()[0].shape, (Shape{3, 6, 6}));  // of all, not of the part
  pictures.add("a/5.png", png(3, 5, 3, 0));
  EXPECT_EQ(pictures.open().value()->fields()[0].shape, (Shape{3, 3, 5}));
}

TEST(Folder, WithoutASplitAllAreMeantElseAFifthOfEveryClassIsTheTest) {
  Pictures pictures;
  pictures.fill("a", 50);
  pictures.fill("b", 10);
  EXPECT_EQ(pictures.open().value()->size(), 60);
  EXPECT_EQ(data::full_name(data::parse_spec(pictures.spec(), "test").value()), pictures.spec());
  std::set<std::pair<double, double>> train, test, val;
  auto gather = [&](const std::string& split, auto& into) {
    std::vector<Tensor> all = read_all(*pictures.open(split).value());
    for (std::int64_t i = 0; i < all[1].size(); ++i) into.emplace(all[1].at(i), all[0].at(4 * i));
  };
  gather("train", train), gather("test", test), gather("val", val);
  EXPECT_EQ(train.size(), 48u);
  EXPECT_EQ(test.size(), 12u);
  EXPECT_EQ(std::count_if(test.begin(), test.end(), [](auto& e) { return e.first == 1; }), 2);
  EXPECT_EQ(val.size(), 5u);
  EXPECT_TRUE(std::includes(train.begin(), train.end(), val.begin(), val.end()));
  for (const auto& example : test) EXPECT_FALSE(train.contains(example));

  TemporaryFolder elsewhere;  // the folder's own name does not matter
  fs::copy(pictures.folder.path(), elsewhere / "copy", fs::copy_options::recursive);
  DatasetPtr copied = data::open("folder:" + (elsewhere / "copy").string() + ":test").value();
  EXPECT_EQ(copied->content_hash(), pictures.open("test").value()->content_hash());
}

TEST(Folder, SubFoldersTrainAndTestAreTheSplits) {
  Pictures pictures;
  pictures.fill("train/a", 20);
  pictures.fill("train/b", 10);
  pictures.fill("test/b", 3);
  EXPECT_EQ(pictures.open().value()->size(), 30);
  EXPECT_EQ(pictures.open("", {.split = "test"}).value()->size(), 3);
  DatasetPtr test = pictures.open("test").value();
  EXPECT_EQ(test->classes(), (std::vector<std::string>{"a", "b"}));  // numbered as for training
  EXPECT_EQ(test->labels(), (std::vector<std::int64_t>{1, 1, 1}));
  EXPECT_EQ(pictures.open("val").value()->size(), 3);
  EXPECT_EQ(data::full_name(data::parse_spec(pictures.spec(), "test").value()), pictures.spec("test"));
  pictures.fill("val/a", 7);
  EXPECT_EQ(pictures.open("val").value()->size(), 7);
  pictures.fill("test/c", 1);
  auto other = pictures.open("test");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.problem().code(), "data.folder.other_class");
  expect_readable(other.problem());
  fs::remove_all(pictures.folder / "test");
  auto missing = pictures.open("test");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.problem().code(), "data.folder.no_part");
  expect_readable(missing.problem());
}

TEST(Folder, ClassesCalledTrainAndTestAreClasses) {
  Pictures pictures;
  pictures.fill("train", 2);
  pictures.fill("test", 2);
  EXPECT_EQ(pictures.open().value()->classes(), (std::vector<std::string>{"test", "train"}));
}

TEST(Folder, WhereThereIsNothingToLearnFromItSaysSo) {
  Pictures pictures;
  EXPECT_EQ(data::open("folder").problem().code(), "data.folder.unnamed");
  EXPECT_EQ(data::open("folder:test").problem().code(), "data.folder.unnamed");
  EXPECT_EQ(data::open("folder:/nowhere/at/all").problem().code(), "data.folder_missing");
  EXPECT_EQ(pictures.refused().code(), "data.folder.no_classes");
  pictures.add("1.png", png(2, 2, 1, 0));
  EXPECT_EQ(pictures.refused().code(), "data.folder.no_classes");
  pictures.add("a/notes.txt", bytes_of("x"));
  EXPECT_EQ(pictures.refused().code(), "data.folder.no_pictures");
  pictures.fill("a", 1);
  EXPECT_TRUE(pictures.open());
  auto part = pictures.open("test");
  ASSERT_FALSE(part);
  EXPECT_EQ(part.problem().code(), "data.empty_part");
  expect_readable(part.problem());
  fs::create_directory(pictures.folder / "b\xE9");
  EXPECT_EQ(pictures.refused().code(), "data.folder.class_name");
}

TEST(Folder, AnEmptyClassIsToldAndStays) {
  Pictures pictures;
  pictures.fill("a", 3);
  fs::create_directories(pictures.folder / "b");
  EXPECT_EQ(pictures.open().value()->classes(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(pictures.said, std::vector<std::string>{pictures.root() + ": the class 'b' is empty"});
}

TEST(Folder, LinksAreFollowedButNotInCircles) {
  Pictures pictures;
  TemporaryFolder elsewhere;
  elsewhere.write("far.png", png(2, 2, 1, 9));
  pictures.fill("a", 2);
  fs::create_directory_symlink(elsewhere.path(), pictures.folder / "b");
  fs::create_directory_symlink(pictures.folder.path(), pictures.folder / "a/up");
  fs::create_directory_symlink(".", pictures.folder / "a/self");
  fs::create_symlink("nowhere.png", pictures.folder / "a/gone.png");
  fs::create_symlink("loop.png", pictures.folder / "a/loop.png");
  DatasetPtr dataset = pictures.open().value();
  EXPECT_EQ(dataset->classes(), (std::vector<std::string>{"a", "b"}));
  // `up` leads to the root once: its classes are found again, `a` itself is known already.
  std::vector<std::int64_t> labels = dataset->labels();
  EXPECT_EQ(std::count(labels.begin(), labels.end(), 0), 3);
  EXPECT_EQ(std::count(labels.begin(), labels.end(), 1), 1);
}

// What stands in the folder of the issue: each fault with its reason, all at once.
TEST(Folder, CorruptPicturesAreRefusedByName) {
  Pictures pictures;
  pictures.fill("a", 3);
  io::Bytes jpeg = bytes_of_hex(kColourJpeg), sound = png(8, 8, 3, 50);
  pictures.add("b/0 text.jpg", bytes_of("I am text."));
  pictures.add("b/1 cut.png", prefix(sound, sound.size() / 2));
  pictures.add("b/2 huge.png", bytes_of(make_png(png_header(100000, 100000, 8, 2), std::string(1, '\0'))));
  pictures.add("b/3 empty.png", {});
  pictures.add("b/4 cut.jpg", prefix(jpeg, jpeg.size() - 40));
  pictures.add("b/5 header.png", bytes_of(kPngSignature));
  pictures.add("b/6 gif.png", bytes_of("GIF89a......"));
  pictures.add("b/7 crc.png", bytes_of(kPngSignature + png_header(2, 1, 8, 5) + png_chunk("IEND", "")));
  pictures.add("b/8 zero.png", io::Bytes(100));
  pictures.add("b/9 good.png", png(2, 2, 1, 0));
  Problem problem = pictures.refused();
  EXPECT_EQ(render(problem, Language::english),
            pictures.root() +
                ": 9 of 13 files cannot be read\n"
                "  1     b/0 text.jpg    neither PNG nor JPEG: it begins with 49 20 61 6D 20 74 65 78\n"
                "  2     b/1 cut.png     the PNG file stops before its end\n"
                "  3     b/2 huge.png    a picture of 100000 x 100000 exceeds the 67108864 pixels allowed\n"
                "  4     b/3 empty.png   the file is empty\n"
                "  5     b/4 cut.jpg     the JPEG file stops before its end\n"
                "  6     b/5 header.png  the PNG file stops before its end\n"
                "  7     b/6 gif.png     a GIF file is not read here\n"
                "  8     b/7 crc.png     the PNG data is damaged (Invalid IHDR data)\n"
                "  hint  repair or remove them, or leave them out with data.corrupt=skip");
  EXPECT_EQ(pictures.refused({.image = {1, 2, 2}}).operands.size(), 8u);
}

TEST(Folder, CorruptPicturesCanBeSkipped) {
  Pictures pictures;
  pictures.fill("a", 3);
  pictures.add("a/bad.jpg", bytes_of("I am text."));
  DatasetPtr dataset = pictures.open("", {.corrupt = data::Corrupt::skip}).value();
  EXPECT_EQ(dataset->size(), 3);
  EXPECT_EQ(pictures.said,
            std::vector<std::string>{pictures.root() + ": left out as unreadable (1): a/bad.jpg"});
  Pictures only;
  only.add("a/bad.jpg", bytes_of("I am text."));
  EXPECT_EQ(only.refused({.corrupt = data::Corrupt::skip}).code(), "data.corrupt");
}

TEST(Folder, AFileThatIsGoneWhenItIsReadIsAnErrorWithItsName) {
  Pictures pictures;
  pictures.fill("a", 3);
  DatasetPtr dataset = pictures.open().value();
  fs::remove(pictures.folder / "a/1.png");
  try {
    data::Loader loader(dataset, {.batch = 2, .workers = 2});
    for (const data::Batch& batch : loader.epoch(0)) (void)batch;
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "io.not_found");
    EXPECT_EQ(error.problem().subject, pictures.root() + "/a/1.png");
  }
}

TEST(Folder, IsReadFromSeveralThreadsAtOnce) {
  Pictures pictures;
  pictures.fill("a", 60);
  pictures.fill("b", 60);
  DatasetPtr dataset = pictures.open().value();
  std::vector<Tensor> straight = read_all(*dataset);
  std::vector<std::thread> readers;
  std::atomic<int> same = 0;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      std::vector<Tensor> mine = read_all(*dataset);
      same += std::equal(mine[0].raw(), mine[0].raw() + mine[0].bytes(), straight[0].raw());
    });
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(same, 4);
}

// A hostile folder: whatever the bytes are, opening answers.
TEST(Folder, SurvivesMutatedPictures) {
  io::Bytes good = png(6, 7, 3, 90);
  int refused = 0;
  for (int round = 0; round < 60; ++round) {
    Pictures pictures;
    RandomSequence random(RandomStream(7, "folder", std::uint64_t(round)));
    pictures.add("a/1.png", mutated(good, random));
    pictures.add("a/2.jpg", mutated(bytes_of_hex(kColourJpeg), random));
    auto dataset = pictures.open();
    if (!dataset) expect_readable(dataset.problem());
    refused += !dataset;
  }
  EXPECT_GT(refused, 20);
}

}  // namespace
}  // namespace percept
