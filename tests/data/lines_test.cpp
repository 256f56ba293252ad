// bishop and square: curves at evenly spaced x.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "io/temporary_folder.hpp"
#include "percept/data/spec.hpp"
#include "percept/data/write.hpp"
#include "percept/io/files.hpp"

namespace percept::data {
namespace {

struct Read {
  Tensor features, target, exact;
};

Read read_all(const std::string& spec) {
  DatasetPtr dataset = open(spec).value();
  std::vector<std::int64_t> all(std::size_t(dataset->size()));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = std::int64_t(i);
  std::vector<Tensor> tensors = allocate_batch(*dataset, dataset->size());
  dataset->read(all, tensors);
  return {tensors[0], tensors[1], tensors[2]};
}

TEST(Lines, BishopsPointsAreThePrintedOnes) {
  Read train = read_all("bishop:train");
  ASSERT_EQ(train.exact.shape(), (Shape{10, 2}));
  EXPECT_EQ(train.exact.at(2 * 3), 3.0 / 9) << "not rounded to f32";
  EXPECT_EQ(train.exact.at(2 * 6 + 1), -0.848307);
  EXPECT_EQ(train.target.at(6), double(-0.848307f));
  Read test = read_all("bishop:test");
  ASSERT_EQ(test.exact.shape(), (Shape{100, 2}));
  for (std::int64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(test.exact.at(2 * i), double(i) / 99);
    EXPECT_NEAR(test.exact.at(2 * i + 1), std::sin(2 * std::numbers::pi * double(i) / 99), 1e-15);
  }
}

TEST(Lines, MorePointsHaveNoiseOfTheirOwn) {
  Read some = read_all("bishop:count=1000,seed=4:train"), others = read_all("bishop:count=1000,seed=5:train");
  double squares = 0;
  for (std::int64_t i = 0; i < 1000; ++i) {
    double off = some.exact.at(2 * i + 1) - std::sin(2 * std::numbers::pi * some.exact.at(2 * i));
    squares += off * off;
  }
  EXPECT_NEAR(std::sqrt(squares / 1000), 0.3, 0.03);
  EXPECT_NE(some.exact.at(1), others.exact.at(1));
  EXPECT_EQ(read_all("bishop:count=1000,seed=4:test").exact.at(3), read_all("bishop:test").exact.at(3));
  Read clean = read_all("bishop:count=15,noise=0:train");
  EXPECT_EQ(clean.exact.shape(), (Shape{15, 2}));
  EXPECT_EQ(clean.exact.at(2 * 7 + 1), std::sin(2 * std::numbers::pi * 7 / 14));
}

TEST(Lines, SquareLiesEvenly) {
  Read train = read_all("square:train");
  ASSERT_EQ(train.exact.shape(), (Shape{200, 2}));
  EXPECT_DOUBLE_EQ(train.exact.at(0), -0.995);
  EXPECT_DOUBLE_EQ(train.exact.at(2 * 199), 0.995);
  EXPECT_DOUBLE_EQ(train.exact.at(1), 0.995 * 0.995);
  EXPECT_EQ(read_all("square:test").exact.shape(), (Shape{2000, 2}));
}

TEST(Lines, AreWrittenAsTheyAre) {
  TemporaryFolder folder;
  write_csv(*open("bishop:train").value(), folder.path() / "bishop.csv").value();
  io::Bytes bytes = io::read_file(folder.path() / "bishop.csv").value();
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  EXPECT_TRUE(text.starts_with("f1,target\n0,0.349486\n0.1111111111111111,0.830839\n")) << text;
}

TEST(Lines, OptionsHaveBounds) {
  for (const char* wrong : {"bishop:count=1", "bishop:count=1e7", "bishop:noise=-1", "bishop:noise=nan",
                            "square:count=", "square:cout=3", "square:seed=1.5", "bishop:/folder"})
    EXPECT_EQ(open(wrong).problem().code(), "data.points.option") << wrong;
}

}  // namespace
}  // namespace percept::data
