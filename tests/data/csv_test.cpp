// CSV files as data sets.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "data/csv_schema.hpp"
#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"
#include "percept/data/spec.hpp"

namespace percept {
namespace {

using namespace std::string_literals;
using data::DatasetPtr;
using data::OpenOptions;

struct Table {
  explicit Table(const std::string& text) { folder.write("t.csv", text); }
  std::string file() const { return (folder / "t.csv").string(); }
  Result<DatasetPtr> open(const OpenOptions& options = {}, const std::string& split = "") const {
    return data::open("csv:" + file() + (split.empty() ? "" : ":" + split), options);
  }
  TemporaryFolder folder;
};

std::vector<Tensor> read_all(const data::Dataset& dataset) {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < dataset.size(); ++i) indices.push_back(i);
  std::vector<Tensor> batch = data::allocate_batch(dataset, dataset.size());
  dataset.read(indices, batch);
  return batch;
}

std::vector<double> numbers(const Tensor& tensor) {
  std::vector<double> out;
  for (std::int64_t i = 0; i < tensor.size(); ++i) out.push_back(tensor.at(i));
  return out;
}

/// Twelve rows: a number, a word of two, and a class of three.
const std::string kFlowers =
    "size,colour,kind\n1,red,c\n2,blue,a\n3,red,b\n4,blue,a\n5,red,c\n6,blue,b\n7,red,a\n8,blue,b\n9,red,c\n"
    "10,blue,a\n11,red,b\n12,blue,c\n";

TEST(CsvData, WordsBecomeOneOfEachAndTheLastColumnIsTheClass) {
  DatasetPtr dataset = Table("size,colour,kind\n1.5,red,b\n-2e1,blue,a\n+3,red,b\n").open().value();
  EXPECT_EQ(dataset->fields(),
            (std::vector<data::Field>{{"features", DType::f32, {3}}, {"label", DType::i64, {}}}));
  EXPECT_EQ(dataset->classes(), (std::vector<std::string>{"a", "b"}));
  std::vector<Tensor> all = read_all(*dataset);
  EXPECT_EQ(numbers(all[0]), (std::vector<double>{1.5, 0, 1, -20, 1, 0, 3, 0, 1}));  // blue, red
  EXPECT_EQ(numbers(all[1]), (std::vector<double>{1, 0, 1}));
}

TEST(CsvData, TheTargetIsNamedOrTheLast) {
  Table table(kFlowers);
  EXPECT_EQ(table.open().value()->classes(), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(table.open({.target = "colour"}).value()->classes(), (std::vector<std::string>{"blue", "red"}));
  DatasetPtr sizes = table.open({.target = "size"}).value();
  EXPECT_EQ(sizes->fields()[1], (data::Field{"target", DType::f32, {1}}));
  EXPECT_EQ(sizes->fields()[0].shape, (Shape{5}));
  EXPECT_TRUE(sizes->classes().empty());
  EXPECT_EQ(read_all(*sizes)[1].at(11), 12);
  auto unknown = table.open({.target = "clour"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(render(unknown.problem(), Language::english),
            table.file() +
                ": there is no column 'clour'\n"
                "  hint  did you mean 'colour'? there are size, colour, kind");
}

TEST(CsvData, FewWholeNumbersAreClassesUnlessAskedOtherwise) {
  Table digits("x,y\n0,10\n1,9\n2,10\n3,9\n");
  EXPECT_EQ(digits.open().value()->classes(), (std::vector<std::string>{"9", "10"}));  // as numbers
  EXPECT_EQ(digits.open({.task = "regression"}).value()->fields()[1].name, "target");
  EXPECT_EQ(Table("x,y\n0,10\n1,9\n2,10.5\n3,9\n").open().value()->fields()[1].name, "target");
  EXPECT_EQ(Table("x,y\n0,10\n1,9\n2,11\n3,9\n").open().value()->fields()[1].name, "target");  // not few
  Table halves("x,y\n0,1\n1,01\n2,1.0\n3,0.5\n");
  EXPECT_EQ(halves.open({.task = "classification"}).value()->classes(),
            (std::vector<std::string>{"0.5", "1"}));
  EXPECT_EQ(halves.open({.task = "classify"}).problem().code(), "data.csv.task");
  EXPECT_EQ(Table(kFlowers).open({.task = "regression"}).problem().code(), "data.csv.words");
}

TEST(CsvData, FormsOfTheFile) {
  for (const std::string& text :
       {"a;b;c\r\n1,5;x;0\r\n2,5;y;1\r\n"s,
        "\xEF\xBB\xBF"
        "a,b,c\n1.5,x,0\n2.5,y,1"s,
        "a\tb\tc\r1.5\tx\t0\r2.5\ty\t1\r"s, "\"a\",\"b\",\"c\"\n\"1.5\",\"x\",0\n\n 2.5 , y , 1 \n\n"s}) {
    DatasetPtr dataset = Table(text).open({.task = "classification"}).value();
    EXPECT_EQ(numbers(read_all(*dataset)[0]), (std::vector<double>{1.5, 1, 0, 2.5, 0, 1})) << text;
    EXPECT_EQ(dataset->classes(), (std::vector<std::string>{"0", "1"})) << text;
  }
}

TEST(CsvData, PartsDoNotDependOnTheOrderOfTheRows) {
  std::string header = "a,b,c\n";
  std::vector<std::string> rows;
  for (int i = 0; i < 100; ++i)
    rows.push_back(std::to_string(i) + "," + std::to_string(i % 7) + (i % 4 ? ",yes\n" : ",no\n"));
  auto joined = [&] {
    std::string text = header;
    for (const std::string& row : rows) text += row;
    return text;
  };
  auto firsts = [](const Table& table, const std::string& split) {
    Tensor features = read_all(*table.open({}, split).value())[0];
    std::set<double> out;
    for (std::int64_t i = 0; i < features.size(); i += 2) out.insert(features.at(i));
    return out;
  };
  Table straight(joined());
  std::reverse(rows.begin(), rows.end());
  Table reversed(joined());
  EXPECT_EQ(straight.open().value()->size(), 100);
  std::set<double> train = firsts(straight, "train"), test = firsts(straight, "test"),
                   val = firsts(straight, "val");
  EXPECT_EQ(train.size(), 80u);
  EXPECT_EQ(test.size(), 20u);
  EXPECT_EQ(val.size(), 8u);
  EXPECT_EQ(test, firsts(reversed, "test"));
  EXPECT_EQ(val, firsts(reversed, "val"));
  std::vector<std::int64_t> labels = straight.open({}, "test").value()->labels();
  EXPECT_EQ(std::count(labels.begin(), labels.end(), 0), 5);  // no
  EXPECT_EQ(Table("a,b\n1,x\n").open({}, "test").problem().code(), "data.empty_part");
}

TEST(CsvData, ASchemaEncodesOtherFilesAlike) {
  std::string schema = Table(kFlowers).open().value()->schema();
  EXPECT_EQ(schema, R"({"features":[{"name":"size","numbers":true},)"
                    R"({"name":"colour","numbers":false,"values":["blue","red"]}],)"
                    R"("target":{"name":"kind","numbers":false,"values":["a","b","c"]}})");
  // Other columns, another order, fewer values: the same encoding.
  DatasetPtr later = Table("kind,colour,extra,size\nc,red,9,7\n").open({.schema = schema}).value();
  EXPECT_EQ(later->classes().size(), 3u);
  std::vector<Tensor> all = read_all(*later);
  EXPECT_EQ(numbers(all[0]), (std::vector<double>{7, 0, 1}));
  EXPECT_EQ(all[1].item(), 2);
  EXPECT_EQ(later->schema(), schema);

  auto refused = [&](const std::string& text) {
    auto result = Table(text).open({.schema = schema});
    EXPECT_FALSE(result) << text;
    expect_readable(result.problem());
    return headline(result.problem(), Language::english);
  };
  EXPECT_TRUE(refused("size,kind\n1,a\n").ends_with("it lacks what the network was trained with: colour"));
  EXPECT_TRUE(refused("size,colour,kind\n1,red,a\n2,green,a\n")
                  .ends_with("line 3 has 'green' for 'colour', which the training's table never had"));
  EXPECT_TRUE(refused("size,colour,kind\nbig,red,a\n")
                  .ends_with("line 2 has 'big' for 'size', which is a column of numbers"));
  EXPECT_TRUE(refused("size,colour,kind\n").ends_with("no row follows the header"));
}

TEST(CsvData, ClassesThatAreNumbersKeepTheirValuesThroughASchema) {
  std::string schema = Table("x,y\n0,10\n1,9\n2,10\n3,9\n").open().value()->schema();
  EXPECT_EQ(Table("x,y\n5,10.0\n").open({.schema = schema}).value()->labels(), std::vector<std::int64_t>{1});
  EXPECT_FALSE(Table("x,y\n5,8\n").open({.schema = schema}));
  schema = Table("x,y\n0,1.5\n").open().value()->schema();
  EXPECT_EQ(Table("x,y\n5,8\n").open({.schema = schema}).value()->fields()[1].name, "target");
}

TEST(CsvData, AMissingValueNamesLineAndColumn) {
  for (const char* missing : {"", "NA", "n/a", "NaN", "null", "?"}) {
    auto result = Table("size,colour,kind\n1,red,a\n2,"s + missing + ",b\n").open();
    ASSERT_FALSE(result) << missing;
    EXPECT_EQ(headline(result.problem(), Language::english).substr(result.problem().subject.size()),
              ": line 3 has no value for 'colour'");
    EXPECT_TRUE(result.problem().where.ends_with("t.csv:3"));
    expect_readable(result.problem());
  }
}

TEST(CsvData, EachFaultHasItsProblem) {
  std::string words = "w,y\n";
  for (int i = 0; i < 101; ++i) words += "w" + std::to_string(i) + ",1\n";
  struct Case {
    const char* what;
    std::string text;
    const char* code;
  };
  Case cases[] = {{"empty", "", "io.empty"},
                  {"empty lines alone", "\n\r\n\n", "io.empty"},
                  {"header alone", "a,b\n", "data.csv.no_rows"},
                  {"one column", "a\n1\n2\n", "data.csv.one_column"},
                  {"no header", "1,2\n3,4\n", "data.csv.no_header"},
                  {"a name twice", "a,b,a\n1,2,3\n", "data.csv.name_twice"},
                  {"a name missing", ",a,b\n1,2,3\n", "data.csv.no_name"},
                  {"a cell too few", "a,b,c\n1,2,3\n4,5\n", "data.csv.ragged"},
                  {"a cell too many", "a,b,c\n1,2,3,4\n", "data.csv.ragged"},
                  {"decimal commas between commas", "a,b\n1,5,2\n", "data.csv.ragged"},
                  {"infinity", "a,b\n1,2\ninf,2\n", "data.csv.infinite"},
                  {"minus infinity", "a,b\n1,2\n-Infinity,2\n", "data.csv.infinite"},
                  {"beyond f32", "a,b\n1,2\n1e39,2\n", "data.csv.infinite"},
                  {"beyond f64", "a,b\n1,2\n-1e999,2\n", "data.csv.infinite"},
                  {"too many words", words, "data.csv.many_values"},
                  {"NUL", "a,b\n1,\0\n"s, "io.csv_nul"},
                  {"Latin-1", "a,b\n1,\xE9\n", "io.csv_encoding"},
                  {"an open quote", "a,b\n1,\"2\n3,4\n", "io.csv_open_quote"},
                  {"a line of 2 MB", "a,b\n1," + std::string(2 << 20, '2'), "io.csv_long_line"}};
  for (const Case& c : cases) {
    auto result = Table(c.text).open();
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_TRUE(result.problem().subject.ends_with("t.csv")) << c.what;
    expect_readable(result.problem());
  }
  EXPECT_EQ(data::open("csv").problem().code(), "data.csv.unnamed");
  EXPECT_EQ(data::open("csv:/nowhere.csv").problem().code(), "io.not_found");
  EXPECT_EQ(data::open("csv:/tmp").problem().code(), "io.is_folder");
}

TEST(CsvData, TooManyWordsSayWhichWasNoNumber) {
  std::string text = "w,y\n";
  for (int i = 0; i < 200; ++i) text += (i == 150 ? "12a" : std::to_string(i)) + ",1\n";
  auto result = Table(text).open();
  ASSERT_FALSE(result);
  EXPECT_EQ(render(*result.problem().hint, Language::english),
            "remove the column; if it should hold numbers, '12a' in line 152 is none");
}

TEST(CsvData, AColumnMayHaveAHundredWords) {
  std::string header = "a";
  for (int c = 0; c < 100; ++c) header += ",c" + std::to_string(c);
  std::string text = header + "\n";
  for (int r = 0; r < 100; ++r) {
    text += std::to_string(r);
    for (int c = 0; c < 100; ++c) text += ",w" + std::to_string(r);
    text += "\n";
  }
  DatasetPtr dataset = Table(text).open().value();
  EXPECT_EQ(dataset->fields()[0].shape, (Shape{1 + 99 * 100}));
  EXPECT_EQ(dataset->classes().size(), 100u);
}

TEST(CsvData, SurvivesMutation) {
  TemporaryFolder folder;
  int opened = 0;
  for (int round = 0; round < 2000; ++round) {
    RandomSequence random(RandomStream(7, "csv data", std::uint64_t(round)));
    folder.write("t.csv", mutated(bytes_of(kFlowers), random));
    auto result = data::open("csv:" + (folder / "t.csv").string());
    if (result)
      ++opened;
    else
      expect_readable(result.problem());
  }
  EXPECT_GT(opened, 100);
  EXPECT_LT(opened, 1900);
}

TEST(CsvSchema, WhatWasKeptMayBeDamaged) {
  const std::string good = Table(kFlowers).open().value()->schema();
  EXPECT_EQ(to_json(data::parse_schema(good).value()), good);
  for (
      const char* bad :
      {"", "{", "[]", "null", "{}", R"({"features":[],"target":{"name":"y","numbers":true}})",
       R"({"features":[{"name":"x","numbers":true}]})",
       R"({"features":[{"name":"x"}],"target":{"name":"y","numbers":true}})",
       R"({"features":[{"name":"x","numbers":false}],"target":{"name":"y","numbers":true}})",
       R"({"features":[{"name":"x","numbers":true,"values":["1"]}],"target":{"name":"y","numbers":true}})",
       R"({"features":[{"name":"x","numbers":true}],"target":{"name":"x","numbers":true}})",
       R"({"features":[{"name":"x","numbers":false,"values":["a","a"]}],"target":{"name":"y","numbers":true}})",
       R"({"features":[{"name":"x","numbers":false,"values":[1]}],"target":{"name":"y","numbers":true}})",
       R"({"features":{"name":"x"},"target":{"name":"y","numbers":true}})",
       R"({"features":[{"name":5,"numbers":true}],"target":{"name":"y","numbers":true}})"}) {
    auto result = data::parse_schema(bad);
    ASSERT_FALSE(result) << bad;
    expect_readable(result.problem());
  }
  EXPECT_FALSE(data::parse_schema(std::string(1 << 20, '[')));
  expect_survives_mutation(bytes_of(good), "csv schema", [](const io::Bytes& bytes) {
    return data::parse_schema({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  });
  auto refused = Table(kFlowers).open({.schema = "{}"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code(), "data.csv.schema");
}

TEST(CsvNumbers, AreReadAsPeopleWriteThem) {
  EXPECT_EQ(data::number_in("1", false), 1);
  EXPECT_EQ(data::number_in("-.5", false), -0.5);
  EXPECT_EQ(data::number_in("+1E3", false), 1000);
  EXPECT_EQ(data::number_in("2,5", true), 2.5);
  for (const char* word :
       {"", "2,5", "1 000", "0x10", "1.2.3", "--1", "+-1", "++1", "1e", "e1", "12a", "true"})
    EXPECT_FALSE(data::number_in(word, false)) << word;
  EXPECT_FALSE(data::number_in("1,2,3", true));
  EXPECT_EQ(data::class_of(-0.0), "0");
  EXPECT_EQ(data::class_of(2.50), "2.5");
}

}  // namespace
}  // namespace percept
