// Curves at evenly spaced x, for fits whose exact answer is known.
//
// bishop: the ten points of Bishop (2006), section 1.1, at x = i / 9: sin(2 pi x) with noise of deviation
// 0.3, as printed. bishop:count=100 has so many, with noise of its own. Tested at 100 points of the sine
// itself. square: x^2 on [-1, 1], in the middle of each of 200 equal parts; tested in the middle of 2,000.
#include <cmath>
#include <numbers>
#include <vector>

#include "number_options.hpp"
#include "percept/base/random.hpp"
#include "sources.hpp"

namespace percept::data {
namespace {

constexpr double kBishop[] = {0.349486, 0.830839,  1.007332,  0.971507,  0.133066,
                              0.166823, -0.848307, -0.445686, -0.563567, 0.261502};

struct Line {
  std::vector<double> x, y;
};

double sine(double x) { return std::sin(2 * std::numbers::pi * x); }
double square(double x) { return x * x; }

Line ends_included(std::int64_t count, double (*f)(double)) {
  Line line;
  for (std::int64_t i = 0; i < count; ++i) {
    line.x.push_back(double(i) / double(count - 1));
    line.y.push_back(f(line.x.back()));
  }
  return line;
}

Line middles(std::int64_t count, double (*f)(double)) {
  Line line;
  for (std::int64_t i = 0; i < count; ++i) {
    line.x.push_back((2 * double(i) + 1 - double(count)) / double(count));
    line.y.push_back(f(line.x.back()));
  }
  return line;
}

// In f32, as networks learn them, and in "exact" x and y as they are: a polynomial of a high degree through
// few points is another one where these are rounded to f32.
DatasetPtr dataset_of(const std::string& name, const Line& line) {
  auto count = std::int64_t(line.x.size());
  Tensor features(DType::f32, {count, 1}), target(DType::f32, {count, 1}), exact(DType::f64, {count, 2});
  for (std::int64_t i = 0; i < count; ++i) {
    features.set(i, line.x[std::size_t(i)]);
    target.set(i, line.y[std::size_t(i)]);
    exact.set(2 * i, line.x[std::size_t(i)]);
    exact.set(2 * i + 1, line.y[std::size_t(i)]);
  }
  return in_memory(name, {{"features", features}, {"target", target}, {kExactField, exact}}, {});
}

struct LineOptions {
  std::int64_t count = 0;  // 0: as the set says
  double noise = -1;       // below 0: as the set says
  std::uint64_t seed = 0;
};

Result<LineOptions> parse_options(const Spec& spec) {
  LineOptions options;
  auto take = [&](std::string_view name, double value) {
    if (name == "count" && is_whole(value) && value >= 2 && value <= 1e6)
      options.count = std::int64_t(value);
    else if (name == "seed" && is_whole(value))
      options.seed = std::uint64_t(value);
    else if (name == "noise" && value >= 0 && value <= 1)
      options.noise = value;
    else
      return false;
    return true;
  };
  if (Result<> read = read_number_options(spec, "data.lines.option.hint", take); !read)
    return std::move(read).problem();
  return options;
}

void add_noise(Line& line, double deviation, const std::string& name, std::uint64_t seed) {
  for (std::size_t i = 0; i < line.y.size(); ++i) {
    RandomSequence random(RandomStream(seed, name, i));
    line.y[i] += double(random.normal(0, float(deviation)));
  }
}

}  // namespace

Result<DatasetPtr> open_bishop(const Spec& spec, const OpenOptions&) {
  Result<LineOptions> options = parse_options(spec);
  if (!options) return std::move(options).problem();
  if (spec.split == Split::test) return dataset_of("bishop", ends_included(100, sine));
  Line line = ends_included(options->count > 0 ? options->count : 10, sine);
  if (spec.directory.empty())
    line.y.assign(std::begin(kBishop), std::end(kBishop));
  else
    add_noise(line, options->noise < 0 ? 0.3 : options->noise, "bishop", options->seed);
  return part_of_training_set(dataset_of("bishop", line), spec.split);
}

Result<DatasetPtr> open_square(const Spec& spec, const OpenOptions&) {
  Result<LineOptions> options = parse_options(spec);
  if (!options) return std::move(options).problem();
  if (spec.split == Split::test) return dataset_of("square", middles(2000, square));
  Line line = middles(options->count > 0 ? options->count : 200, square);
  if (options->noise > 0) add_noise(line, options->noise, "square", options->seed);
  return part_of_training_set(dataset_of("square", line), spec.split);
}

}  // namespace percept::data
