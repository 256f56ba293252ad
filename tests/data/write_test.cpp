#include "percept/data/write.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"
#include "percept/data/contact_sheet.hpp"
#include "percept/data/points.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/image.hpp"

namespace percept {
namespace {

data::DatasetPtr digits(std::int64_t count, std::uint64_t seed) {
  return data::in_memory("digits", data::generate_digits(count, seed),
                         {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Write, PicturesAreReadAgainAsAFolderOfClasses) {
  TemporaryFolder folder;
  ASSERT_TRUE(data::write_pictures(*digits(20, 1), folder / "train"));
  ASSERT_TRUE(data::write_pictures(*digits(10, 2), folder / "test"));
  data::DatasetPtr again = data::open("folder:" + folder.path().string() + ":train").value();
  ASSERT_EQ(again->size(), 20);
  EXPECT_EQ(again->classes().size(), 10u);
  // Sorted by class there: the pixels of all are the same.
  auto sums = [](const data::Dataset& set) {
    std::vector<double> sums;
    std::vector<Tensor> example = data::allocate_batch(set, 1);
    for (std::int64_t i = 0; i < set.size(); ++i) {
      set.read({&i, 1}, example);
      double sum = 100 * example[1].at(0);
      for (std::int64_t k = 0; k < 784; ++k) sum += example[0].at(k) * double(k % 29);
      sums.push_back(sum);
    }
    std::sort(sums.begin(), sums.end());
    return sums;
  };
  EXPECT_EQ(sums(*again), sums(*digits(20, 1)));
  EXPECT_EQ(data::open("folder:" + folder.path().string() + ":test").value()->size(), 10);
}

TEST(Write, IdxIsReadAgainAsMnist) {
  TemporaryFolder folder;
  ASSERT_TRUE(data::write_idx(*digits(20, 1), folder / "set", "train"));
  ASSERT_TRUE(data::write_idx(*digits(10, 2), folder / "set", "t10k"));
  std::string spec = "mnist:" + (folder / "set").string();
  data::DatasetPtr train = data::open(spec).value(), test = data::open(spec + ":test").value();
  EXPECT_EQ(train->content_hash(), digits(20, 1)->content_hash());
  EXPECT_EQ(test->content_hash(), digits(10, 2)->content_hash());
}

TEST(Write, CsvHasAHeaderAndNamesOfClasses) {
  TemporaryFolder folder;
  ASSERT_TRUE(data::write_csv(*data::generate_points("spiral", {.count = 3, .seed = 4}), folder / "s.csv"));
  std::string text = read(folder / "s.csv");
  EXPECT_TRUE(text.starts_with("x,y,label\n")) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  EXPECT_NE(text.find(",-1\n"), text.npos);
  ASSERT_TRUE(data::write_csv(*data::generate_points("plane", {.count = 2}), folder / "p.csv"));
  EXPECT_TRUE(read(folder / "p.csv").starts_with("x,y,target\n"));
}

TEST(Write, WhatDoesNotFitIsRefused) {
  TemporaryFolder folder;
  data::DatasetPtr points = data::generate_points("spiral");
  EXPECT_THROW((void)data::write_pictures(*points, folder / "x"), Error);
  EXPECT_THROW((void)data::write_idx(*points, folder / "x", "train"), Error);
  EXPECT_THROW((void)data::write_csv(*digits(10, 1), folder / "x.csv"), Error);
  ASSERT_TRUE(io::write_file(folder / "file", "x"));
  auto result = data::write_pictures(*digits(10, 1), folder / "file" / "within");
  ASSERT_FALSE(result);
  expect_readable(result.problem());
  EXPECT_FALSE(data::write_csv(*points, folder / "gone" / "x.csv"));
}

TEST(ContactSheet, PlacesPicturesInRowsAndEnlargesSmallOnes) {
  Tensor white = Tensor::full(DType::u8, {32, 32, 1}, 255), black = Tensor::full(DType::u8, {32, 32, 1}, 0);
  Tensor sheet = data::contact_sheet({{white, black}, {black}});
  EXPECT_EQ(sheet.shape(), (Shape{4 + 2 * 68, 4 + 2 * 68, 1}));
  auto at = [&](std::int64_t y, std::int64_t x) { return sheet.at(y * sheet.shape()[1] + x); };
  EXPECT_EQ(at(0, 0), 128) << "the gap";
  EXPECT_EQ(at(4, 4), 255);
  EXPECT_EQ(at(67, 67), 255);
  EXPECT_EQ(at(68, 68), 128);
  EXPECT_EQ(at(4, 72), 0);
  EXPECT_EQ(at(72, 4), 0);
  EXPECT_EQ(at(72, 72), 128) << "no picture there";
  Tensor large = Tensor::full(DType::u8, {100, 80, 3}, 7);
  EXPECT_EQ(data::contact_sheet({{large}}).shape(), (Shape{108, 88, 3}));
  EXPECT_THROW(data::contact_sheet({}), Error);
  EXPECT_THROW(data::contact_sheet({{white, large}}), Error);
}

TEST(Planes, AreReadBackAsTheyWereWritten) {
  Tensor image(DType::u8, {2, 3, 3});
  for (std::int64_t i = 0; i < 18; ++i) image.set(i, double(14 * i));
  std::vector<float> planes(18);
  io::write_planes(image, planes);
  Tensor again = io::read_planes(planes, {3, 2, 3});
  for (std::int64_t i = 0; i < 18; ++i) EXPECT_EQ(again.at(i), image.at(i));
  EXPECT_EQ(io::read_planes(std::vector<float>{-1, 2}, {1, 1, 2}).at(1), 255);
  EXPECT_THROW(io::read_planes(planes, {3, 2, 4}), Error);
}

}  // namespace
}  // namespace percept
