// The page of all ops says what the code says. `./dev docs` sets PERCEPT_WRITE_DOCS, and then it is written
// here.
#include "ops/reference_page.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "ops/front_door.hpp"
#include "percept/ops/registry.hpp"

namespace percept::proof {
namespace {

const std::string kPage = PERCEPT_SOURCE_DIR "/docs/reference/ops.md";

TEST(ReferencePage, IsWhatTheCodeSays) {
  std::string page = reference_page();
  if (std::getenv("PERCEPT_WRITE_DOCS")) std::ofstream(kPage) << page;
  std::ifstream file(kPage);
  std::ostringstream committed;
  committed << file.rdbuf();
  if (committed.str() == page) return;
  std::istringstream is(committed.str()), should(page);
  std::string line, wanted;
  int number = 0;
  do {
    ++number, line.clear(), wanted.clear();
    std::getline(is, line), std::getline(should, wanted);
  } while (line == wanted);
  ADD_FAILURE() << "docs/reference/ops.md is out of date: ./dev docs writes it anew\nline " << number
                << " is  " << line << "\nand would be  " << wanted;
}

TEST(ReferencePage, HoldsEveryOp) {
  std::string page = reference_page();
  for (const OpDef* op : all_ops()) {
    EXPECT_NE(page.find("\n## " + op->name + "\n"), page.npos) << op->name;
    EXPECT_NE(page.find("](#" + op->name + ")"), page.npos) << op->name;
    EXPECT_NE(page.find(op->formula), page.npos) << op->name;
  }
}

TEST(FrontDoors, AreReadFromAHeader) {
  std::vector<FrontDoor> doors = front_doors(
      "struct O {\n  int a = 1;\n};\n/// The sum\n/// of two.\nValue add(Value a,\n          Value b = {}, "
      "Location "
      "at = Location::current());\nValue more(Value a);\n\ninline Value other(Value a) { return f(a); }\n"
      "std::vector<Value> parts(Value x, const std::vector<std::int64_t>& sizes);\nValue operator+(Value a, "
      "double b);\n");
  ASSERT_EQ(doors.size(), 4u);
  EXPECT_EQ(doors[0].name, "add");
  EXPECT_EQ(doors[0].declaration, "Value add(Value a, Value b = {})");
  EXPECT_EQ(doors[0].comment, "The sum of two.");
  EXPECT_EQ(doors[1].comment, "The sum of two.");
  EXPECT_EQ(doors[2].declaration, "Value other(Value a)");
  EXPECT_EQ(doors[2].comment, "");
  EXPECT_EQ(doors[3].declaration,
            "std::vector<Value> parts(Value x, const std::vector<std::int64_t>& sizes)");
}

}  // namespace
}  // namespace percept::proof
