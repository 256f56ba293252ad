#include "detections_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "percept/io/csv.hpp"

namespace percept::lab {
namespace {

constexpr std::array<const char*, 7> kColumns = {"image", "class", "score", "left", "top", "right", "bottom"};
constexpr std::size_t kMostDetections = 1'000'000;

using Cells = std::vector<std::string>;

// Where each of the columns stands in the table.
Result<std::array<std::size_t, kColumns.size()>> places_of(const Cells& head, const std::string& place) {
  std::array<std::size_t, kColumns.size()> places{};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    auto found = std::find(head.begin(), head.end(), kColumns[i]);
    if (found == head.end())
      return Problem("lab.boxes.column", {{"column", kColumns[i]}})
          .with_hint("lab.boxes.column.hint")
          .at(place);
    places[i] = std::size_t(found - head.begin());
  }
  return places;
}

std::optional<double> number_of(const std::string& cell) {
  double number = 0;
  auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc() || end != cell.data() + cell.size() || !(std::abs(number) <= 1e9))
    return std::nullopt;
  return number;
}

std::string stem_of(const std::string& image) {
  std::size_t dot = image.rfind('.');
  return dot == image.npos ? image : image.substr(0, dot);
}

}  // namespace

Result<std::vector<metrics::Detection>> read_detections(std::span<const std::byte> csv,
                                                        const std::string& name,
                                                        const data::AnnotatedPictures& pictures) {
  std::map<std::string, std::int64_t> numbers, labels;
  for (std::size_t i = 0; i < pictures.pictures.size(); ++i)
    numbers[pictures.pictures[i].name] = std::int64_t(i);
  for (std::size_t i = 0; i < pictures.classes.size(); ++i) labels[pictures.classes[i]] = std::int64_t(i);

  io::CsvReader reader(csv, name);
  Cells cells;
  Result<bool> more = reader.next(cells);
  if (!more) return std::move(more).problem();
  auto places = places_of(*more ? cells : Cells(), *more ? reader.place() : name);
  if (!places) return std::move(places).problem();
  std::size_t width = cells.size();

  std::vector<metrics::Detection> all;
  while (true) {
    more = reader.next(cells);
    if (!more) return std::move(more).problem();
    if (!*more) return all;
    auto problem = [&](const char* id, std::vector<Argument> arguments) {
      return Problem(id, std::move(arguments)).with_hint("lab.boxes.line.hint").at(reader.place());
    };
    if (cells.size() != width) return problem("lab.boxes.cells", {{"have", cells.size()}, {"want", width}});
    if (all.size() == kMostDetections) return problem("lab.boxes.many", {{"most", kMostDetections}});
    auto cell = [&](std::size_t column) -> const std::string& { return cells[(*places)[column]]; };
    auto image = numbers.find(cell(0));
    if (image == numbers.end()) image = numbers.find(stem_of(cell(0)));
    if (image == numbers.end()) return problem("lab.boxes.image", {{"image", cell(0)}});
    auto label = labels.find(cell(1));
    if (label == labels.end()) return problem("lab.boxes.class", {{"class", cell(1)}});
    std::array<double, 5> values{};  // score, left, top, right, bottom
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::optional<double> value = number_of(cell(i + 2));
      if (!value) return problem("lab.boxes.number", {{"column", kColumns[i + 2]}, {"cell", cell(i + 2)}});
      values[i] = *value;
    }
    auto [score, left, top, right, bottom] = values;
    if (!(score >= 0 && score <= 1)) return problem("lab.boxes.score", {{"score", score}});
    if (left > right || top > bottom) return problem("lab.boxes.crossed", {});
    all.push_back({image->second, label->second, score, {left, top, right, bottom}});
  }
}

}  // namespace percept::lab
