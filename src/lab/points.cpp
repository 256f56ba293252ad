#include "points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "percept/data/loader.hpp"
#include "percept/data/points.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/csv.hpp"
#include "percept/lab/catalogue.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kFewest = 4;
constexpr std::size_t kMostColumns = 1000;
constexpr const char* kBishop = "bishop";  // ten points as printed, tested on the curve itself

// 1.5, or where no comma parts the cells 1,5.
std::optional<double> number_of(std::string cell, char delimiter) {
  if (delimiter != ',') std::replace(cell.begin(), cell.end(), ',', '.');
  double value = 0;
  auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (cell.empty() || error != std::errc() || end != cell.data() + cell.size()) return std::nullopt;
  return std::isfinite(value) && std::abs(value) <= 1e6 ? std::optional(value) : std::nullopt;
}

std::int64_t count_to_train(const DataSettings& data, std::int64_t count) {
  if (data.train == 1) return count;
  return std::clamp<std::int64_t>(std::llround(data.train * double(count)), 1,
                                  std::max<std::int64_t>(count - 1, 1));
}

// All of a set of numbers that a SPEC names.
Half read_half(std::string_view spec) {
  data::DatasetPtr set = data::open(spec).value();
  std::vector<Tensor> read = data::allocate_batch(*set, set->size());
  std::vector<std::int64_t> all(std::size_t(set->size()));
  std::iota(all.begin(), all.end(), 0);
  set->read(all, read);
  return {read[0], read[1], read[2]};
}

}  // namespace

Points make_points(const Settings& settings) {
  const DataSettings& data = settings.data;
  Points points;
  if (data.set == kBishop) {
    points.train = read_half("bishop:train"), points.test = read_half("bishop:test");
    return points;
  }
  bool curve = settings.mode == "curve";
  std::int64_t classes = classes_of(settings);
  Tensor inputs, targets;
  if (data.set == "own") {
    const std::vector<PointRow>& own = data.points;
    auto count = std::int64_t(own.size()), width = std::int64_t(curve ? 1 : 2);
    inputs = Tensor(DType::f32, {count, width});
    targets = classes ? Tensor(DType::i64, {count}) : Tensor(DType::f32, {count, 1});
    for (std::int64_t i = 0; i < count; ++i) {
      for (std::int64_t k = 0; k < width; ++k) inputs.set(i * width + k, own[std::size_t(i)][std::size_t(k)]);
      targets.set(i, own[std::size_t(i)][std::size_t(width)]);
    }
    for (std::int64_t k = 0; k < classes; ++k) points.classes.push_back(std::to_string(k));
  } else {
    data::DatasetPtr drawn =
        data::generate_points(data.set, {.count = data.count,
                                         .noise = data.noise,
                                         .seed = std::uint64_t(data.seed),
                                         .label_noise = data.label_noise,
                                         .imbalance = data.imbalance,
                                         .classes = data.set == "blobs" ? data.classes : 0});
    std::vector<Tensor> read = data::allocate_batch(*drawn, drawn->size());
    std::vector<std::int64_t> all(std::size_t(drawn->size()), 0);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = std::int64_t(i);
    drawn->read(all, read);
    inputs = read[0], targets = read[1];
    points.classes = drawn->classes();
  }
  std::int64_t count = inputs.shape()[0];
  if (count < kFewest)
    throw Error(Problem("lab.few_points", {{"count", count}, {"least", kFewest}})
                    .with_hint("lab.few_points.hint")
                    .at(data.set == "own" ? "data.points" : "data.count"));
  std::int64_t trained = count_to_train(data, count);
  points.shared = data.train == 1;
  if (points.shared) {
    points.train = points.test = {inputs, targets, {}};
    return points;
  }
  points.train = {inputs.rows(0, trained), targets.rows(0, trained), {}};
  points.test = {inputs.rows(trained, count), targets.rows(trained, count), {}};
  return points;
}

void arrange_points(DataSettings& data, const Points* before) {
  // By value: in which order they come says nothing. Pages know them as 32-bit numbers.
  using Key = std::vector<float>;
  auto key_of = [](const PointRow& row) { return Key(row.begin(), row.end()); };
  std::map<Key, std::pair<std::int64_t, std::int64_t>> sides;  // how many of those are trained on, and tested
  if (before)
    for (const Half* half : {&before->train, &before->test})
      for (std::int64_t i = 0; i < half->size(); ++i) {
        std::int64_t width = half->inputs.shape()[1];
        Key key;
        for (std::int64_t k = 0; k < width; ++k) key.push_back(float(half->inputs.at(i * width + k)));
        key.push_back(float(half->targets.at(i)));
        auto& [trained, tested] = sides[key];
        ++(half == &before->train ? trained : tested);
      }
  std::vector<PointRow> train, test, fresh;
  for (PointRow& row : data.points) {
    auto& [trained, tested] = sides[key_of(row)];
    if (trained > 0)
      --trained, train.push_back(std::move(row));
    else if (tested > 0)
      --tested, test.push_back(std::move(row));
    else
      fresh.push_back(std::move(row));
  }
  if (!before) {  // neighbours in a drawing or a table must not all be tested
    std::vector<PointRow> mixed;
    for (std::int64_t i : data::shuffled_order(std::int64_t(fresh.size()), 0, 0))
      mixed.push_back(std::move(fresh[std::size_t(i)]));
    fresh = std::move(mixed);
  }
  auto wanted = std::size_t(count_to_train(data, std::int64_t(data.points.size())));
  for (PointRow& row : fresh) (train.size() < wanted ? train : test).push_back(std::move(row));
  data.points = std::move(train);
  data.points.insert(data.points.end(), std::make_move_iterator(test.begin()),
                     std::make_move_iterator(test.end()));
}

std::string spec_of(const Settings& settings) {
  const DataSettings& data = settings.data;
  if (data.set == "own") return "csv:points.csv";
  if (data.set == kBishop) return data.set;
  std::string spec = fmt::format("{}:count={},train={},seed={}", data.set, data.count, data.train, data.seed);
  if (data.noise > 0) spec += fmt::format(",noise={}", data.noise);
  if (data.label_noise > 0) spec += fmt::format(",label_noise={}", data.label_noise);
  if (data.set == "blobs") spec += fmt::format(",classes={}", data.classes);
  if (data.imbalance > 0) spec += fmt::format(",imbalance={}", data.imbalance);
  return spec;
}

std::string points_csv(const Settings& settings) {
  Points points = make_points(settings);
  bool curve = settings.mode == "curve", labels = !points.classes.empty();
  std::string out = curve ? "x,y\n" : labels ? "x1,x2,label\n" : "x1,x2,value\n";
  std::vector<const Half*> halves = {&points.train, &points.test};
  if (points.shared) halves.pop_back();
  for (const Half* half : halves)
    for (std::int64_t i = 0; i < half->size(); ++i) {
      std::int64_t width = half->inputs.shape()[1];
      for (std::int64_t k = 0; k < width; ++k)
        out += fmt::format("{},", float(half->inputs.at(i * width + k)));
      // Words: a column of numbers would be taken for values.
      out += labels ? fmt::format("class {}\n", points.classes[std::size_t(half->targets.at(i))])
                    : fmt::format("{}\n", float(half->targets.at(i)));
    }
  return out;
}

namespace {

// So that a column reaches from -most to most, as the data sets of the plane do.
void scale_column(std::vector<PointRow>& points, std::size_t column, double most) {
  double low = points[0][column], high = low;
  for (const PointRow& point : points)
    low = std::min(low, point[column]), high = std::max(high, point[column]);
  for (PointRow& point : points)
    point[column] = high > low ? most * (2 * (point[column] - low) / (high - low) - 1) : 0;
}

}  // namespace

Result<Table> read_table(std::string_view text) {
  io::CsvReader reader(std::as_bytes(std::span(text)), "CSV");
  Table table;
  std::vector<std::string> cells, first;
  for (std::int64_t row = 0;; ++row) {
    Result<bool> more = reader.next(cells);
    if (!more) return std::move(more).problem();
    if (!*more) break;
    if (row == 0) {
      first = cells;
      if (cells.size() > kMostColumns)
        return with_remedy(Problem("lab.csv.wide", {{"columns", cells.size()}, {"most", kMostColumns}}));
      for (std::size_t i = 0; i < cells.size(); ++i) table.columns.push_back({.numbers = true});
    }
    for (std::size_t i = 0; i < std::min(cells.size(), table.columns.size()); ++i)
      if (row > 0 && !number_of(cells[i], reader.delimiter())) table.columns[i].numbers = false;
    ++table.rows;
  }
  if (table.rows < kFewest)
    return Problem("lab.few_points", {{"count", table.rows}, {"least", kFewest}}).with_hint("lab.csv.hint");
  // A heading has words where the rows below have numbers.
  bool heading = false;
  for (std::size_t i = 0; i < first.size(); ++i)
    heading |= table.columns[i].numbers && !number_of(first[i], reader.delimiter());
  for (std::size_t i = 0; i < first.size(); ++i)
    table.columns[i].name = heading ? first[i].substr(0, 40) : std::to_string(i + 1);
  table.rows -= heading;
  return table;
}

Result<std::vector<PointRow>> read_points_csv(std::string_view text, bool curve, const TableColumns& chosen) {
  io::CsvReader reader(std::as_bytes(std::span(text)), "CSV");
  std::size_t width = curve ? 2 : 3;
  const char* hint = curve ? "lab.csv.curve.hint" : "lab.csv.hint";
  if (!chosen.columns.empty() && chosen.columns.size() != width)
    return Problem("lab.csv.columns", {{"columns", chosen.columns.size()}, {"wanted", width}})
        .with_hint(hint);
  std::vector<PointRow> points;
  std::map<std::string, std::int64_t> words;  // of the last column, in the order in which they come
  bool numbers = false;                       // in it: then a word is a mistake
  std::vector<std::string> row, cells;
  for (bool first = true;; first = false) {
    Result<bool> more = reader.next(row);
    if (!more) return std::move(more).problem();
    if (!*more) break;
    if (row.size() < width)
      return Problem("lab.csv.columns", {{"columns", row.size()}, {"wanted", width}})
          .with_hint(hint)
          .at(reader.place());
    cells.assign(row.end() - std::ptrdiff_t(width), row.end());
    for (std::size_t i = 0; i < chosen.columns.size(); ++i) {
      std::int64_t column = chosen.columns[i];
      if (column < 0 || column >= std::int64_t(row.size()))
        return Problem("lab.csv.no_column", {{"column", column + 1}, {"columns", row.size()}})
            .with_hint(hint)
            .at(reader.place());
      cells[i] = row[std::size_t(column)];
    }
    PointRow point;
    bool heading = first;
    for (std::size_t i = 0; i < width; ++i) {
      std::optional<double> number = number_of(cells[i], reader.delimiter());
      heading &= !number;
      bool label = i + 1 == width && !curve, word = !number;
      if (label && !word) numbers = words.empty();
      if (label && !word && !numbers) number.reset();  // where labels are words a number is a mistake
      if (label && word && !first && !numbers && !cells[i].empty())
        number = double(words.try_emplace(cells[i], std::int64_t(words.size())).first->second);
      if (number) point.push_back(*number);
      if (!number && !first)
        return Problem("lab.csv.number", {{"cell", cells[i].substr(0, 80)}})
            .with_hint(hint)
            .at(reader.place());
    }
    // A first row without numbers is the header; with some it holds a word for a label.
    if (point.size() + 1 == width && first && !curve)
      point.push_back(double(words.try_emplace(cells.back(), std::int64_t(words.size())).first->second));
    if (point.size() == width)
      points.push_back(std::move(point));
    else if (!heading)
      return Problem("lab.csv.number", {{"cell", cells.back().substr(0, 80)}})
          .with_hint(hint)
          .at(reader.place());
    if (points.size() > std::size_t(kMostPoints))
      return with_remedy(Problem("lab.csv.rows", {{"most", kMostPoints}}));
    if (words.size() > 10) return Problem("lab.csv.classes", {{"most", 10}}).with_hint(hint);
  }
  if (points.size() < std::size_t(kFewest))
    return Problem("lab.few_points", {{"count", points.size()}, {"least", kFewest}}).with_hint(hint);
  if (chosen.scale) {
    scale_column(points, 0, 5);
    scale_column(points, 1, curve ? 1 : 5);
  }
  return points;
}

}  // namespace percept::lab
