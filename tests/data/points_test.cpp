#include "percept/data/points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "io/mutations.hpp"
#include "percept/data/spec.hpp"

namespace percept::data {
namespace {

struct Read {
  std::vector<float> x, y, value;
};

Read read_points(const Dataset& dataset) {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < dataset.size(); ++i) indices.push_back(i);
  std::vector<Tensor> batch = allocate_batch(dataset, dataset.size());
  dataset.read(indices, batch);
  Read read;
  for (std::int64_t i = 0; i < dataset.size(); ++i) {
    std::int64_t width = batch[0].shape()[1];
    read.x.push_back(float(batch[0].at(width * i)));
    read.y.push_back(width > 1 ? float(batch[0].at(width * i + 1)) : 0);
    read.value.push_back(float(batch[1].at(i)));
  }
  return read;
}

Read drawn(std::string_view set, double noise = 0, std::int64_t count = 1000) {
  return read_points(*generate_points(set, {.count = count, .noise = noise, .seed = 5}));
}

/// Calls `check(x, y, value)` for every point drawn without noise.
template <class Check>
void for_each(std::string_view set, Check check) {
  Read read = drawn(set);
  for (std::size_t i = 0; i < read.x.size(); ++i) check(read.x[i], read.y[i], read.value[i]);
}

TEST(Points, EverySetHasItsFieldsAndItsParts) {
  EXPECT_EQ(point_sets().size(), 18u);
  const std::map<std::string_view, std::size_t> classes = {
      {"blobs", 3}, {"petals", 5},     {"rings", 4}, {"sectors", 10}, {"projected_digits", 10},
      {"plane", 0}, {"multi_gauss", 0}};
  const std::set<std::string_view> curves = {"sine", "parabola", "steps", "bump", "segments"};
  for (std::string_view set : point_sets()) {
    DatasetPtr train = open(set).value(), test = open(set, "test").value();
    EXPECT_EQ(train->size(), 250) << set;
    EXPECT_EQ(test->size(), 250) << set;
    EXPECT_EQ(open(std::string(set) + ":val").value()->size(), 25) << set;
    EXPECT_NE(train->content_hash(), test->content_hash()) << set;
    bool curve = curves.contains(set);
    std::size_t count = curve ? 0 : classes.contains(set) ? classes.at(set) : 2;
    bool values = count == 0;
    EXPECT_EQ(train->fields()[0], (Field{"features", DType::f32, {curve ? 1 : 2}}));
    EXPECT_EQ(train->fields()[1],
              values ? (Field{"target", DType::f32, {1}}) : (Field{"label", DType::i64, {}}));
    EXPECT_EQ(train->classes().size(), count) << set;
    EXPECT_EQ(open(std::string(set) + ":/folder").problem().code(), "data.points.option");
  }
}

TEST(Points, ASpecHasOptions) {
  DatasetPtr train = open("spiral:count=200,noise=0.2,seed=3,train=0.75").value();
  DatasetPtr test = open("spiral:count=200,noise=0.2,seed=3,train=0.75:test").value();
  EXPECT_EQ(train->size(), 150);
  EXPECT_EQ(test->size(), 50);
  Read all = read_points(*generate_points("spiral", {.count = 200, .noise = 0.2, .seed = 3}));
  EXPECT_EQ(read_points(*train).x[149], all.x[149]);
  EXPECT_EQ(read_points(*test).x[0], all.x[150]);
  EXPECT_EQ(open("blobs:classes=5").value()->classes().size(), 5u);
  EXPECT_EQ(read_points(*open("blobs:classes=5").value()).x[0],
            read_points(*open("blobs:count=500,seed=0").value()).x[0]);
  EXPECT_EQ(read_points(*generate_points("blobs", {.count = 10, .classes = 5})).value[9], 4);
  try {
    generate_points("moons", {.classes = 3});
    ADD_FAILURE() << "moons has two";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "data.points.classes");
  }
  for (const char* wrong :
       {"blobs:classes=11", "moons:classes=3", "spiral:count=many", "spiral:train=1", "spiral:noise=-1",
        "spiral:nois=1", "spiral:count", "spiral:seed=1.5", "spiral:count=1e30"})
    EXPECT_EQ(open(wrong).problem().code(), "data.points.option") << wrong;
}

TEST(Points, LabelsAreSpoiledAndAClassIsThinned) {
  Read clean = drawn("gauss"),
       spoiled = read_points(*generate_points("gauss", {.count = 1000, .seed = 5, .label_noise = 0.4}));
  int other = 0;
  for (std::size_t i = 0; i < clean.x.size(); ++i) {
    EXPECT_EQ(spoiled.x[i], clean.x[i]);
    other += spoiled.value[i] != clean.value[i];
  }
  EXPECT_NEAR(other, 200, 40);  // of those drawn anew half are what they were
  Read thinned = read_points(*generate_points("gauss", {.count = 1000, .seed = 5, .imbalance = 0.8}));
  EXPECT_NEAR(double(std::count(thinned.value.begin(), thinned.value.end(), 0.0f)), 100, 30);
  EXPECT_EQ(std::count(thinned.value.begin(), thinned.value.end(), 1.0f), 500);
}

TEST(Points, AnExampleDependsOnSeedAndIndexAlone) {
  for (std::string_view set : point_sets()) {
    Read few = drawn(set, 0.2, 7), many = drawn(set, 0.2, 50);
    for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(few.x[i], many.x[i]) << set;
    EXPECT_NE(few.x, read_points(*generate_points(set, {.count = 7, .noise = 0.2, .seed = 6})).x) << set;
  }
}

TEST(Points, ClassesAreBalanced) {
  for (std::string_view set : {"circle", "gauss", "spiral", "moons"}) {
    double sum = 0;
    for_each(set, [&](float, float, float label) { sum += double(label); });
    EXPECT_EQ(sum, 500) << set;
  }
  for (std::string_view set : {"xor", "checker"}) {
    double sum = 0;
    for_each(set, [&](float, float, float label) { sum += double(label); });
    EXPECT_NEAR(sum, 500, 80) << set;
  }
}

TEST(Points, FollowTheirFormulas) {
  for_each("circle", [](float x, float y, float label) {
    float r = std::hypot(x, y);
    EXPECT_TRUE(label == 1 ? r < 2.5f : r >= 3.4999f && r <= 5.0001f) << r;
  });
  for_each("xor", [](float x, float y, float label) {
    EXPECT_EQ(label, float(x * y >= 0));
    EXPECT_GE(std::min(std::abs(x), std::abs(y)), 0.3f);
    EXPECT_LE(std::max(std::abs(x), std::abs(y)), 5.3f);
  });
  for_each("spiral", [](float x, float y, float label) {
    float along = std::hypot(x, y) / 5, t = 3.5f * std::numbers::pi_v<float> * along, sign = label ? 1 : -1;
    EXPECT_NEAR(x, sign * 5 * along * std::sin(t), 1e-4f);
    EXPECT_NEAR(y, sign * 5 * along * std::cos(t), 1e-4f);
  });
  for_each("checker", [](float x, float y, float label) {
    bool even = (int(std::floor(x / 2.5f)) + int(std::floor(y / 2.5f))) % 2 == 0;
    EXPECT_EQ(label, float(even));
  });
  for_each("moons", [](float x, float y, float label) {
    if (label) x = 1 - x, y = 0.5f - y;
    EXPECT_NEAR(std::hypot(x, y), 1, 1e-5f);
    EXPECT_GE(y, -1e-6f);
  });
  for_each("plane", [](float x, float y, float value) { EXPECT_NEAR(value, (x + y) / 10, 1e-6f); });
  Read hills = drawn("multi_gauss", 0, 20000);
  double near_hill = 0, near_hollow = 0;
  for (std::size_t i = 0; i < hills.x.size(); ++i) {
    EXPECT_LE(std::abs(hills.value[i]), 1);
    if (std::hypot(hills.x[i] - 4, hills.y[i] - 2.5f) < 0.2f) near_hill = double(hills.value[i]);
    if (std::hypot(hills.x[i], hills.y[i] - 2.5f) < 0.2f) near_hollow = double(hills.value[i]);
    if (std::hypot(hills.x[i] + 2, hills.y[i]) < 0.2f) {
      EXPECT_EQ(hills.value[i], 0);
    }
  }
  EXPECT_GT(near_hill, 0.89);
  EXPECT_LT(near_hollow, -0.89);
}

TEST(Points, CloudsHaveTheirPlacesAndWidths) {
  auto measure = [](std::string_view set, double noise, float label) {
    Read read = drawn(set, noise, 20000);
    double n = 0, sum = 0, square = 0;
    for (std::size_t i = 0; i < read.x.size(); ++i)
      if (read.value[i] == label)
        n += 1, sum += double(read.x[i]), square += double(read.x[i]) * double(read.x[i]);
    double mean = sum / n;
    return std::pair(mean, std::sqrt(square / n - mean * mean));
  };
  auto [right, narrow] = measure("gauss", 0, 1);
  EXPECT_NEAR(right, 2, 0.03);
  EXPECT_NEAR(narrow, std::sqrt(0.5), 0.02);
  auto [left, wide] = measure("gauss", 0.5, 0);
  EXPECT_NEAR(left, -2, 0.08);
  EXPECT_NEAR(wide, 2, 0.06);
  for (float label : {0.0f, 1.0f, 2.0f}) EXPECT_NEAR(measure("blobs", 0, label).second, 1, 0.04);
  // Train and test stand around the same centres, which are apart.
  std::vector<double> centres;
  for (float label : {0.0f, 1.0f, 2.0f}) centres.push_back(measure("blobs", 0, label).first);
  Read other = read_points(*generate_points("blobs", {.count = 3000, .seed = 77}));
  double sum = 0;
  for (std::size_t i = 0; i < 3000; i += 3) sum += double(other.x[i]);
  EXPECT_NEAR(sum / 1000, centres[0], 0.15);
}

TEST(Points, NoiseMovesLabelsOrPoints) {
  for (std::string_view set : point_sets()) {
    Read still = drawn(set), noisy = drawn(set, 0.4);
    EXPECT_TRUE(still.x != noisy.x || still.value != noisy.value) << set;
  }
  int wrong = 0;
  Read read = drawn("xor", 0.2);
  for (std::size_t i = 0; i < read.x.size(); ++i) wrong += read.value[i] != float(read.x[i] * read.y[i] >= 0);
  EXPECT_GT(wrong, 30);
  EXPECT_LT(wrong, 300);
}

TEST(Points, WrongCallsAreAnswered) {
  EXPECT_THROW(generate_points("spirl"), Error);
  EXPECT_THROW(generate_points("xor", {.count = -1}), Error);
  EXPECT_THROW(generate_points("xor", {.noise = -0.1}), Error);
  EXPECT_THROW(generate_points("xor", {.noise = std::nan("")}), Error);
  EXPECT_EQ(generate_points("xor", {.count = 0})->size(), 0);
  try {
    generate_points("spirl");
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().hint->id, "data.unknown.meant");
    expect_readable(error.problem());
  }
}

}  // namespace
}  // namespace percept::data
