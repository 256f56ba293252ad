#include "percept/io/csv.hpp"

#include <gtest/gtest.h>

#include "mutations.hpp"

namespace percept {
namespace {

using namespace std::string_literals;
using Rows = std::vector<std::vector<std::string>>;

Result<Rows> parse(const io::Bytes& bytes) {
  io::CsvReader reader(bytes, "t.csv");
  Rows rows;
  std::vector<std::string> cells;
  for (;;) {
    Result<bool> more = reader.next(cells);
    if (!more) return std::move(more).problem();
    if (!*more) return rows;
    rows.push_back(cells);
  }
}
Rows rows_of(const std::string& text) { return parse(bytes_of(text)).value(); }

TEST(Csv, CellsAndLines) {
  EXPECT_EQ(rows_of("a,b\n1,2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("a,b\r\n1,2"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("a,b\r1,2\r"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\n"),
            (Rows{{"a", "b"}}));
  EXPECT_EQ(rows_of("\n\na, b \n   \n ,\n\n"), (Rows{{"a", "b"}, {"", ""}}));
  EXPECT_EQ(rows_of("a,b,\n,,"), (Rows{{"a", "b", ""}, {"", "", ""}}));
  EXPECT_EQ(rows_of(""), Rows{});
}

TEST(Csv, Quotes) {
  EXPECT_EQ(rows_of("\"a,b\",\"say \"\"hi\"\"\"\n"), (Rows{{"a,b", "say \"hi\""}}));
  EXPECT_EQ(rows_of("\"two\nlines\",x\r\n\"\",\" kept \""), (Rows{{"two\nlines", "x"}, {"", " kept "}}));
  EXPECT_EQ(rows_of(" \"a\" ,b"), (Rows{{"a", "b"}}));
  EXPECT_EQ(rows_of("5\" nail,3"), (Rows{{"5\" nail", "3"}}));  // within a cell they are ordinary
}

TEST(Csv, TheDelimiterIsThatOfTheFirstLine) {
  EXPECT_EQ(rows_of("a;b;c\n1,5;2;3"), (Rows{{"a", "b", "c"}, {"1,5", "2", "3"}}));
  EXPECT_EQ(rows_of("a\tb\n1\t\t"), (Rows{{"a", "b"}, {"1", "", ""}}));
  EXPECT_EQ(rows_of("\"a;b;c\",d\n1,2"), (Rows{{"a;b;c", "d"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("one\n1;2"), (Rows{{"one"}, {"1;2"}}));
}

TEST(Csv, TheLineOfARecordIsItsFirst) {
  io::Bytes bytes = bytes_of("a,b\r\n\n\"x\ny\r\nz\",2\n3,4");
  io::CsvReader reader(bytes, "t.csv");
  std::vector<std::string> cells;
  std::vector<std::string> places;
  while (reader.next(cells).value()) places.push_back(reader.place());
  EXPECT_EQ(places, (std::vector<std::string>{"t.csv:1", "t.csv:3", "t.csv:6"}));
}

TEST(Csv, EachFaultHasItsProblemAndItsLine) {
  struct Case {
    const char* what;
    std::string text;
    const char* code;
    const char* place;
  };
  Case cases[] = {
      {"a quote never closed", "a,b\n1,\"two\n3,4\n", "io.csv_open_quote", "t.csv:2"},
      {"a quote alone at the end", "a,b\n1,2\n\"", "io.csv_open_quote", "t.csv:3"},
      {"a long text in quotes", "a\n\"" + std::string(3 << 20, 'x') + "\"\n", "io.csv_open_quote", "t.csv:2"},
      {"text behind a quote", "a,b\n\"1\"2,3\n", "io.csv_after_quote", "t.csv:2"},
      {"behind one of several lines", "a,b\n\"1\n\n\"2,3\n", "io.csv_after_quote", "t.csv:4"},
      {"a NUL byte", "a,b\n1,2\n1,\0\n"s, "io.csv_nul", "t.csv:3"},
      {"a NUL byte in quotes", "a,b\n1,\"\0\"\n"s, "io.csv_nul", "t.csv:2"},
      {"Latin-1", "a,b\n1,\xE9t\xE9\n", "io.csv_encoding", "t.csv:2"},
      {"UTF-16 with its mark",
       "\xFF\xFE"
       "a\0,\0b\0\n\0"s,
       "io.csv_encoding", "t.csv:1"},
      {"UTF-16 without", "a\0,\0b\0\n\0"s, "io.csv_nul", "t.csv:1"},
      {"a line without end", "a,b\n" + std::string(2 << 20, '7'), "io.csv_long_line", "t.csv:2"},
      {"a line of many cells", "a,b\n" + std::string(2 << 20, ','), "io.csv_long_line", "t.csv:2"},
      {"a picture", "\x89PNG\r\n\x1A\n", "io.csv_encoding", "t.csv:1"}};
  for (const Case& c : cases) {
    auto result = parse(bytes_of(c.text));
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_EQ(result.problem().where, c.place) << c.what;
    expect_readable(result.problem());
  }
}

TEST(Csv, AnyBytesAreAnswered) {
  std::string valid = "name,\"size, cm\",kind\r\n\"Ann \"\"A\"\"\",1.5,x\r\n\"two\nlines\",2,y\n";
  int rows = 0;
  for (int round = 0; round < 5000; ++round) {
    RandomSequence random(RandomStream(7, "csv", std::uint64_t(round)));
    io::Bytes bytes = mutated(bytes_of(valid), random);
    bytes.shrink_to_fit();
    auto result = parse(bytes);
    if (result)
      rows += int(result->size());
    else
      expect_readable(result.problem());
  }
  EXPECT_GT(rows, 1000);  // much stays a table
}

}  // namespace
}  // namespace percept
