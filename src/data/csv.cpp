// csv:FILE - a table with a header, as features and a class or a value. The schema (which columns are
// numbers, which are words and of which vocabulary, which is the target) is read from the file, or was kept
// with a network that was trained on another.
#include <algorithm>
#include <map>

#include "csv_table.hpp"
#include "parts.hpp"
#include "sources.hpp"

namespace percept::data {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t(2) << 30;  // of the numbers that a table becomes

using Vocabulary = std::map<std::string, std::int64_t, std::less<>>;

Vocabulary vocabulary_of(const CsvColumn& column) {
  Vocabulary vocabulary;
  for (const std::string& value : column.values) vocabulary.emplace(value, std::int64_t(vocabulary.size()));
  return vocabulary;
}

// A column of the schema, and where it stands in the file.
struct Place {
  const CsvColumn* column;
  std::size_t index;
  Vocabulary vocabulary;
};

struct Encoding {
  std::vector<float> features;
  std::vector<std::int64_t> labels;
  std::vector<float> targets;
  std::vector<std::uint64_t> keys;  // of the rows, by their text
};

class Encoder {
 public:
  Encoder(CsvTable& table, const CsvSchema& schema) : table_(table), schema_(schema) {}

  Result<Encoding> run(const std::string& file) {
    if (std::optional<Problem> problem = find_columns(file)) return *std::move(problem);
    for (;;) {
      Result<bool> more = table_.next();
      if (!more) return std::move(more).problem();
      if (!*more) return std::move(encoding_);
      for (const Place& place : features_)
        if (Result<> done = add_feature(place); !done) return std::move(done).problem();
      if (Result<> done = add_target(); !done) return std::move(done).problem();
      add_key();
      if (std::int64_t(encoding_.features.size()) > kMostBytes / 4)
        return Problem("data.csv.too_large", {{"most", kMostBytes}})
            .about(file)
            .with_hint("data.csv.too_large.hint");
    }
  }

 private:
  std::optional<Problem> find_columns(const std::string& file) {
    const std::vector<std::string>& names = table_.names();
    std::string missing;
    auto find = [&](const CsvColumn& column) {
      auto found = std::find(names.begin(), names.end(), column.name);
      if (found == names.end()) missing += (missing.empty() ? "" : ", ") + column.name;
      return Place{&column, std::size_t(found - names.begin()), vocabulary_of(column)};
    };
    for (const CsvColumn& column : schema_.features) features_.push_back(find(column));
    target_ = find(schema_.target);
    if (missing.empty()) return std::nullopt;
    return Problem("data.csv.no_column", {{"columns", missing}})
        .about(file)
        .with_hint("data.csv.no_column.hint");
  }

  Result<double> number(const Place& place) const {
    Result<std::optional<double>> number = table_.number(place.index);
    if (!number) return std::move(number).problem();
    if (!*number)
      return table_.problem("data.csv.not_number", place.index, {{"value", table_.cell(place.index)}})
          .with_hint("data.csv.schema_fit.hint");
    return **number;
  }

  Result<std::int64_t> value(const Place& place, const std::string& name) const {
    auto found = place.vocabulary.find(name);
    if (found == place.vocabulary.end())
      return table_.problem("data.csv.new_value", place.index, {{"value", name}})
          .with_hint("data.csv.schema_fit.hint");
    return found->second;
  }

  Result<> add_feature(const Place& place) {
    if (place.column->numbers) {
      Result<double> number = this->number(place);
      if (!number) return std::move(number).problem();
      encoding_.features.push_back(float(*number));
      return Done{};
    }
    Result<std::int64_t> which = value(place, table_.cell(place.index));
    if (!which) return std::move(which).problem();
    std::size_t begin = encoding_.features.size();
    encoding_.features.resize(begin + place.vocabulary.size());
    encoding_.features[begin + std::size_t(*which)] = 1;
    return Done{};
  }

  Result<> add_target() {
    std::string name = table_.cell(target_.index);
    if (target_.column->numbers) {
      Result<double> number = this->number(target_);
      if (!number) return std::move(number).problem();
      if (!schema_.classifies()) return encoding_.targets.push_back(float(*number)), Done{};
      name = class_of(*number);
    }
    Result<std::int64_t> label = value(target_, name);
    if (!label) return std::move(label).problem();
    encoding_.labels.push_back(*label);
    return Done{};
  }

  // Cells hold no such byte: the text can be taken apart again in one way only.
  void add_key() {
    std::string row;
    for (const Place& place : features_) row += table_.cell(place.index) + '\0';
    encoding_.keys.push_back(key_of(row + table_.cell(target_.index)));
  }

  CsvTable& table_;
  const CsvSchema& schema_;
  std::vector<Place> features_;
  Place target_{};
  Encoding encoding_;
};

}  // namespace

Result<DatasetPtr> open_csv(const Spec& spec, const OpenOptions& options) {
  const std::string& file = spec.directory;
  if (file.empty()) return Problem("data.csv.unnamed").with_hint("data.csv.header.hint");
  Result<io::Bytes> bytes = io::read_file(file);
  if (!bytes) return std::move(bytes).problem();
  Result<CsvSchema> schema =
      options.schema.empty() ? read_schema(*bytes, file, options) : parse_schema(options.schema);
  if (!schema) return Problem(schema.problem()).about(file);
  Result<CsvTable> table = CsvTable::open(*bytes, file);
  if (!table) return std::move(table).problem();
  Result<Encoding> encoding = Encoder(*table, *schema).run(file);
  if (!encoding) return std::move(encoding).problem();

  auto rows = std::int64_t(encoding->keys.size());
  if (rows == 0) return Problem("data.csv.no_rows").about(file).with_hint("data.csv.header.hint");
  Indices chosen = part_of(spec, encoding->keys, encoding->labels);
  if (chosen.empty()) return empty_part(spec);
  Tensor features = Tensor::from<float>({rows, schema->width()}, encoding->features);
  bool classifies = schema->classifies();
  Tensor said = classifies ? Tensor::from<std::int64_t>({rows}, encoding->labels)
                           : Tensor::from<float>({rows, 1}, encoding->targets);
  DatasetPtr all =
      in_memory(spec.source + ":" + file, {{"features", features}, {classifies ? "label" : "target", said}},
                schema->target.values, to_json(*schema));
  return spec.split_named ? select(std::move(all), std::move(chosen)) : all;
}

}  // namespace percept::data
